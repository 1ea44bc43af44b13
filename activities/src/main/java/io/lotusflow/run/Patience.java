package io.lotusflow.run;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a failing step is given up, so that it parks. The server retries without end,
 * because a worker that was lost must never cost a step; a step that itself fails again and again
 * is another matter, and only the worker can tell the two apart. So it keeps count, on disk: the
 * server's number of the attempt includes the lost ones.
 */
public final class Patience extends WorkerInterceptorBase {

  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  private final int failures;
  private final OwnFailures own;
  private final StepKinds kinds;

  /**
   * So many failures that may pass by themselves are one too many.
   *
   * @param folder where they are counted
   * @param activities the interfaces, whose annotations say which steps are {@link Unattended}
   */
  public Patience(int failures, Path folder, List<Class<?>> activities) {
    this.failures = failures;
    this.own = new OwnFailures(folder);
    this.kinds = new StepKinds(activities);
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
          ActivityOutput done = super.execute(input);
          own.forget(info);
          return done;
        } catch (ActivityCompletionException | CanceledFailure ended) {
          throw ended;
        } catch (RuntimeException failed) {
          throw judged(info, failed);
        }
      }
    };
  }

  private RuntimeException judged(ActivityInfo info, RuntimeException failed) {
    int times = own.another(info);
    boolean givenUp = times >= failures && !kinds.isUnattended(info.getActivityType());
    log.warn(
        "step failed workflow={} step={} attempt={} failures={} givenUp={}",
        info.getWorkflowId(),
        info.getActivityType(),
        info.getAttempt(),
        times,
        givenUp,
        failed);
    if (!givenUp) {
      return failed;
    }
    own.forget(info);
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
