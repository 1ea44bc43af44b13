package io.lotusflow.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;

/** How long each attempt of a step took, by its type; and what steps tell of miners. */
final class StepMeters extends WorkerInterceptorBase {

  private final MeterRegistry registry;
  private final MinerMeters miners;

  StepMeters(MeterRegistry registry, MinerMeters miners) {
    this.registry = registry;
    this.miners = miners;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private String step = "";

      @Override
      public void init(ActivityExecutionContext context) {
        step = context.getInfo().getActivityType();
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        long begun = System.nanoTime();
        // A series that appears with its first event does not show it: Prometheus sees no rise.
        timer(step, "done");
        timer(step, "failed");
        String outcome = "failed";
        try {
          ActivityOutput done = super.execute(input);
          outcome = "done";
          miners.seen(input.getArguments(), done.getResult());
          return done;
        } catch (ActivityCompletionException | CanceledFailure ended) {
          outcome = "interrupted";
          throw ended;
        } finally {
          timer(step, outcome).record(Duration.ofNanos(System.nanoTime() - begun));
        }
      }
    };
  }

  private Timer timer(String step, String outcome) {
    return Timer.builder("lotusflow.step")
        .description("How long attempts of steps took")
        .tag("step", step)
        .tag("outcome", outcome)
        .register(registry);
  }
}
