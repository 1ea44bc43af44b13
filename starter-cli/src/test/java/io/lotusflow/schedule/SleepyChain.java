package io.lotusflow.schedule;

import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.sync.SyncPlan;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A chain that is current at once, or for which one waits, as the test says. */
final class SleepyChain implements SyncActivities {

  final AtomicInteger asked = new AtomicInteger();
  volatile boolean sleeps;
  volatile boolean fails;

  @Override
  public ChainHead awaitSynced(SyncPlan plan) {
    asked.incrementAndGet();
    if (fails) {
      throw ApplicationFailure.newBuilder()
          .setType("NOT_HERE")
          .setMessage("nothing was changed")
          .setNonRetryable(true)
          .setDetails(new Problem.Details(Problem.Cure.START_AGAIN, List.of(), ""))
          .build();
    }
    while (sleeps) {
      try {
        Activity.getExecutionContext().heartbeat("");
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw Activity.wrap(e);
      }
    }
    return new ChainHead(Receipt.done("the head is 7").undoneBy("undo this"), 7, Instant.EPOCH);
  }
}
