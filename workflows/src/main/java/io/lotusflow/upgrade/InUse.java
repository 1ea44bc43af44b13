package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.lotusflow.service.ServicePlan;
import java.time.Instant;
import java.util.List;

/**
 * A host as it is before anything is changed.
 *
 * @param version what {@code current} points to
 * @param head of the daemon, in epochs; -1 where none answers
 * @param seen when the head was
 * @param blockDelaySeconds from one epoch to the next
 * @param faulty sectors that are not proven as they should be
 * @param workers how many the miner has
 * @param running names of the services that run, and shall run afterwards
 */
public record InUse(
    Receipt receipt,
    Installed version,
    long head,
    Instant seen,
    long blockDelaySeconds,
    long faulty,
    int workers,
    List<String> running)
    implements Reported {
  public InUse {
    running = List.copyOf(running);
  }

  boolean runs(ServicePlan service) {
    return running.contains(service.unit().name());
  }
}
