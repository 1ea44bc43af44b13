package io.lotusflow.fleet;

import io.lotusflow.run.HostId;
import io.lotusflow.run.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a host tells of itself. It tells again when something of it has changed.
 *
 * @param name by which people call it; its id unless it was enrolled under another one
 * @param machine its host name
 * @param lotus versions of the Lotus programs that are there, as in {@code lotus 1.34.1}
 * @param lotusflow version of its worker
 * @param planFormat up to which its worker understands plans ({@link io.lotusflow.run.PlanFormat})
 * @param clockAhead how far its clock is before the server's, negative if it is behind; empty until
 *     it was measured
 * @param worker tells apart two workers that go by one id
 * @param tell who is told when it is away, and by which host; empty where nobody was named
 */
public record HostFacts(
    HostId id,
    String name,
    List<HostRole> roles,
    String machine,
    Hardware hardware,
    List<String> lotus,
    String lotusflow,
    int planFormat,
    Optional<Duration> clockAhead,
    String worker,
    Optional<Scope> tell) {

  /** A clock that is further off than this is good for nothing that goes by the clock. */
  public static final Duration CLOCK_LIMIT = Duration.ofMinutes(10);

  public HostFacts {
    roles = List.copyOf(roles);
    lotus = List.copyOf(lotus);
  }

  /** The same with a clock that was measured. */
  public HostFacts withClock(Optional<Duration> ahead) {
    return new HostFacts(
        id, name, roles, machine, hardware, lotus, lotusflow, planFormat, ahead, worker, tell);
  }

  public boolean clockIsOff() {
    return clockAhead.filter(HostFacts::isOff).isPresent();
  }

  /** Whether a clock is so far before or behind the server's that windows must not go by it. */
  public static boolean isOff(Duration ahead) {
    return ahead.abs().compareTo(CLOCK_LIMIT) > 0;
  }
}
