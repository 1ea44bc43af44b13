package io.lotusflow.run;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a failing step is given up, so that it parks. The server retries without end,
 * because a worker that was lost must never cost a step; a step that itself fails again and again
 * is another matter, and only the worker can tell the two apart.
 */
public final class Patience extends WorkerInterceptorBase {

  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  private final int attempts;

  /** A failure that may pass by itself is final at this attempt. */
  public Patience(int attempts) {
    this.attempts = attempts;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private ActivityInfo info;

      @Override
      public void init(ActivityExecutionContext context) {
        info = context.getInfo();
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          return super.execute(input);
        } catch (ActivityCompletionException | CanceledFailure ended) {
          throw ended;
        } catch (RuntimeException failed) {
          throw judged(info, failed);
        }
      }
    };
  }

  private RuntimeException judged(ActivityInfo info, RuntimeException failed) {
    boolean givenUp = info.getAttempt() >= attempts;
    log.warn(
        "step failed workflow={} step={} attempt={} givenUp={}",
        info.getWorkflowId(),
        info.getActivityType(),
        info.getAttempt(),
        givenUp,
        failed);
    if (!givenUp) {
      return failed;
    }
    return failed instanceof ApplicationFailure known && known.getDetails().getSize() > 0
        ? ApplicationFailure.newBuilder(known).setNonRetryable(true).build()
        : StepProblem.UNEXPECTED.because(rootOf(failed));
  }

  private static String rootOf(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
