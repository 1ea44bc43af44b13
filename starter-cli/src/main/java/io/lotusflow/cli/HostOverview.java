package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.fleet.WaitingRuns;
import io.lotusflow.fleet.WorkerSigns;
import io.lotusflow.run.HostId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.temporal.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All hosts of the cluster as they are now; the server is asked, and no host. */
record HostOverview(List<Line> hosts) {

  /** An overview that is late is no use; a host of which nothing was heard by then is unknown. */
  private static final Duration WITHIN = Duration.ofMillis(800);

  /** Whether a host's worker takes work. */
  enum Presence {
    UP,
    AWAY,
    /** The server did not say in time. */
    UNKNOWN
  }

  /**
   * One host.
   *
   * @param since when its worker asked for work last, if it is away and that is known
   * @param waiting runs that wait for it
   */
  record Line(HostFacts facts, Presence presence, Optional<Instant> since, List<String> waiting) {

    boolean needsALook() {
      return presence != Presence.UP || facts.clockIsOff() || isTooOld();
    }

    /** Its worker would misread what this lotusflow starts. */
    boolean isTooOld() {
      return facts.planFormat() < PlanFormat.CURRENT;
    }

    boolean isOfAnotherVersion() {
      return !facts.lotusflow().equals(Version.number());
    }
  }

  static HostOverview none() {
    return new HostOverview(List.of());
  }

  static HostOverview ask(Session session, Connection connection) {
    Meanwhile<Map<String, WaitingRuns.Waiting>> waits =
        Meanwhile.begin(() -> new WaitingRuns(connection.client()).byRun());
    WorkerSigns signs = new WorkerSigns(connection, new HostClock(session.home()));
    List<HostRecord> known = new HostBook(connection.client()).all();
    if (known.isEmpty()) {
      return none();
    }
    Map<HostId, Optional<Instant>> heard =
        signs.lastHeard(known.stream().map(host -> host.facts().id()).toList(), WITHIN);
    Map<String, WaitingRuns.Waiting> waiting = waits.result();
    return new HostOverview(
        known.stream()
            .map(
                host ->
                    line(host, Optional.ofNullable(heard.get(host.facts().id())), waiting, signs))
            .toList());
  }

  private static Line line(
      HostRecord host,
      Optional<Optional<Instant>> answer,
      Map<String, WaitingRuns.Waiting> waiting,
      WorkerSigns signs) {
    HostFacts facts = host.facts();
    List<String> runs =
        waiting.entrySet().stream()
            .filter(run -> run.getValue().host().host().equals(facts.id()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (answer.isEmpty()) {
      return new Line(facts, Presence.UNKNOWN, Optional.empty(), runs);
    }
    Optional<Instant> heard = answer.get();
    if (heard.filter(signs::isFresh).isPresent()) {
      return new Line(facts, Presence.UP, Optional.empty(), runs);
    }
    return new Line(facts, Presence.AWAY, host.awaySince().or(() -> heard), runs);
  }
}
