package io.lotusflow.fleet;

import io.lotusflow.home.Home;
import io.lotusflow.home.Refusal;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether the worker of this host may take work: the host is who it says it is, and new enough. */
public final class Admission {

  private final Home home;
  private final HostId host;
  private final MachineId machine;
  private final WorkerIdentity me;
  private final HostClock clock;
  private boolean measured;

  public Admission(Home home) {
    this(home, MachineId.of(home), WorkerIdentity.ofThisProcess(home));
  }

  Admission(Home home, MachineId machine, WorkerIdentity me) {
    this.home = home;
    this.host = new HostId(home.hostId());
    this.machine = machine;
    this.me = me;
    this.clock = new HostClock(home);
  }

  /** Why it may not; asked again until it may. */
  public Optional<Refusal> refusal(Connection connection) {
    if (machine.isAnothers()) {
      return Optional.of(Refusal.of("copied", host, home.folder()));
    }
    measure(connection);
    return twin(connection).or(() -> new RunFormats(connection.client()).tooNew());
  }

  /**
   * Another worker with this id came while this one could not be heard, and the cluster has taken
   * it for the host: of the two it is this one that has to stop.
   */
  public boolean isDisplaced(Connection connection) {
    return twin(connection).isPresent()
        && new HostBook(connection.client())
            .record(host)
            .filter(known -> !known.facts().worker().equals(me.whereabouts()))
            .isPresent();
  }

  /** The id of this home has changed: the worker has to begin anew. */
  public boolean isOutdated() {
    return !home.hostId().equals(host.value());
  }

  /** By a clock that is off, a twin might look long gone. A host that is not known has none. */
  private void measure(Connection connection) {
    if (!measured) {
      new HostBook(connection.client())
          .clockAhead(host, me.whereabouts(), Clock.systemUTC())
          .ifPresent(clock::measured);
      measured = true;
    }
  }

  private Optional<Refusal> twin(Connection connection) {
    Instant now = clock.serverTime();
    WorkerSigns signs = new WorkerSigns(connection, clock);
    return signs.of(host).stream()
        .filter(sign -> !me.isOurOwn(sign.worker()))
        .filter(sign -> signs.isFresh(sign.at()))
        .findFirst()
        .map(
            sign ->
                Refusal.of(
                    me.mayBeFromBefore(sign.worker()) ? Refusal.PERHAPS_TWIN : "twin",
                    host,
                    sign.worker().machine(),
                    Math.max(0, Duration.between(sign.at(), now).toSeconds())));
  }
}
