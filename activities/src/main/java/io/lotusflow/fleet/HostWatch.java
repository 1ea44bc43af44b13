package io.lotusflow.fleet;

import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices hosts whose worker takes no work, writes it down, lets runs say so, and tells people.
 * Every worker has one; the one with the smallest id among those that are there does it. All that
 * it does can be done twice.
 */
public final class HostWatch {

  private static final Logger log = LoggerFactory.getLogger(HostWatch.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** A server that was started again has not heard of its workers for a moment. */
  private static final Duration SETTLES = Duration.ofSeconds(90);

  /** A restart of a machine's lotusflow is no news. */
  private static final Duration WORTH_TELLING = Duration.ofMinutes(3);

  private final HostId me;
  private final Connection connection;
  private final HostBook book;
  private final WorkerSigns signs;
  private final OpenProcedures runs;
  private final AlertDesk desk;
  private final Duration settles;
  private final Duration worthTelling;
  private final Set<String> told = new HashSet<>();
  private Optional<Instant> serving = Optional.empty();

  public HostWatch(HostId me, Connection connection, AlertDesk desk) {
    this(me, connection, desk, SETTLES, WORTH_TELLING);
  }

  /**
   * @param settles how long its own worker has to be heard of before it judges others
   * @param worthTelling how long a host is away before people are told
   */
  HostWatch(
      HostId me, Connection connection, AlertDesk desk, Duration settles, Duration worthTelling) {
    this.me = me;
    this.settles = settles;
    this.worthTelling = worthTelling;
    this.connection = connection;
    this.book = new HostBook(connection.client());
    this.signs = new WorkerSigns(connection);
    this.runs = new OpenProcedures(connection.client());
    this.desk = desk;
  }

  /** One look at all hosts. */
  public void look() {
    Instant now = Instant.now();
    if (!signs.lastHeard(me).filter(at -> WorkerSigns.isFresh(at, now)).isPresent()) {
      serving = Optional.empty();
      return;
    }
    serving = serving.or(() -> Optional.of(now));
    if (now.isBefore(serving.get().plus(settles))) {
      return;
    }
    List<HostRecord> known = book.all();
    if (isAnothersTurn(known, now)) {
      return;
    }
    List<HostRecord> others = known.stream().filter(host -> !host.facts().id().equals(me)).toList();
    Map<HostId, Optional<Instant>> heard =
        signs.lastHeard(others.stream().map(host -> host.facts().id()).toList(), ANSWER);
    others.stream()
        .filter(host -> heard.containsKey(host.facts().id()))
        .forEach(host -> look(host, heard.get(host.facts().id()), now));
  }

  private boolean isAnothersTurn(List<HostRecord> known, Instant now) {
    return known.stream()
        .map(host -> host.facts().id())
        .filter(id -> id.value().compareTo(me.value()) < 0)
        .sorted(Comparator.comparing(HostId::value))
        .anyMatch(id -> signs.lastHeard(id).filter(at -> WorkerSigns.isFresh(at, now)).isPresent());
  }

  private void look(HostRecord host, Optional<Instant> heard, Instant now) {
    HostId id = host.facts().id();
    if (heard.filter(at -> WorkerSigns.isFresh(at, now)).isPresent()) {
      if (host.awaySince().isPresent()) {
        log.info("host is there again id={} since={}", id, host.awaySince().get());
        book.seenAway(id, Optional.empty());
        tellRuns(host, Optional.empty());
      }
      return;
    }
    Instant since = host.awaySince().or(() -> heard).orElse(now);
    if (host.awaySince().isEmpty()) {
      log.warn("host is away id={} since={}", id, since);
      book.seenAway(id, Optional.of(since));
    }
    tellRuns(host, Optional.of(since));
    if (now.isAfter(since.plus(worthTelling))) {
      tellPeople(host, since);
    }
  }

  private void tellRuns(HostRecord host, Optional<Instant> since) {
    HostAway word = new HostAway(host.facts().id(), host.facts().name(), since);
    runs.all().stream()
        .filter(run -> told.add(run.getExecution().getRunId() + ' ' + word))
        .forEach(run -> runs.signal(run, "hostAway", word));
  }

  private void tellPeople(HostRecord host, Instant since) {
    HostFacts facts = host.facts();
    String key = "host-away/" + facts.id() + '/' + since.getEpochSecond();
    if (facts.tell().isEmpty() || !told.add(key)) {
      return;
    }
    long waiting = new WaitingRuns(connection.client()).of(facts.id());
    desk.raise(
        facts.tell().get(),
        new Alert(
            Alert.Event.HOST_AWAY,
            key,
            facts.name(),
            "",
            "",
            "",
            List.of(since.toString(), Long.toString(waiting), facts.name()),
            since));
  }
}
