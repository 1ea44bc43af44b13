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

  /** Something that only a person can mend. */
  volatile boolean needsSomebody;

  @Override
  public ChainHead awaitSynced(SyncPlan plan) {
    asked.incrementAndGet();
    if (fails) {
      throw failure("NOT_HERE", "nothing was changed", Problem.Cure.START_AGAIN);
    }
    if (needsSomebody) {
      throw failure("ODD", "the disk is full", Problem.Cure.OPERATOR);
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

  private static ApplicationFailure failure(String type, String message, Problem.Cure cure) {
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(message)
        .setNonRetryable(true)
        .setDetails(new Problem.Details(cure, List.of(), ""))
        .build();
  }
}
