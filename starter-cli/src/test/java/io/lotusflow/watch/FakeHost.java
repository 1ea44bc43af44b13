package io.lotusflow.watch;

import io.lotusflow.host.HostActivities;
import io.lotusflow.host.HostPlan;
import io.lotusflow.job.JobActivities;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.StopJobs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A host whose packages are there, and whose swap does what the test says. */
final class FakeHost implements HostActivities, JobActivities {

  private final Queue<ApplicationFailure> swapFails = new ConcurrentLinkedQueue<>();
  private volatile Optional<CountDownLatch> swapWaits = Optional.empty();

  void swapFails(ApplicationFailure failure) {
    swapFails.add(failure);
  }

  /** Until the latch is down, or the step is cancelled, it beats 30 of 100 bytes. */
  void swapWaits(CountDownLatch latch) {
    swapWaits = Optional.of(latch);
  }

  @Override
  public Receipt installPackages(HostPlan plan) {
    return Receipt.alreadySo("12 packages are there");
  }

  @Override
  public Receipt makeSwap(HostPlan plan) {
    ApplicationFailure failure = swapFails.poll();
    if (failure != null) {
      throw failure;
    }
    swapWaits.ifPresent(FakeHost::beatUntil);
    return Receipt.done("256GiB", "fallocate -l 256GiB /swapfile", "swapon /swapfile");
  }

  @Override
  public Receipt removeSwap(HostPlan plan) {
    return Receipt.done("/swapfile", "swapoff /swapfile");
  }

  @Override
  public void stopJobs(StopJobs request) {}

  private static void beatUntil(CountDownLatch latch) {
    JobProgress at =
        new JobProgress("writing", -1, 30, 100, "bytes", "", 7, Instant.ofEpochSecond(1));
    try {
      while (latch.getCount() > 0) {
        Activity.getExecutionContext().heartbeat(at);
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    }
  }
}
