package io.lotusflow.fleet;

import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.run.HostNotices;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Connection;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
  private final HostClock clock;
  private final BiConsumer<HostId, Scope> standIn;
  private final Connection connection;
  private final HostBook book;
  private final WorkerSigns signs;
  private final OpenProcedures runs;
  private final AlertDesk desk;
  private final Duration settles;
  private final Duration worthTelling;
  private final Set<String> told = new HashSet<>();
  private Optional<Instant> serving = Optional.empty();
  private Optional<HostId> watcher = Optional.empty();

  /**
   * @param clock of this host
   * @param standIn tells people of runs of a host that cannot do so itself
   */
  public HostWatch(
      HostId me,
      Connection connection,
      AlertDesk desk,
      HostClock clock,
      BiConsumer<HostId, Scope> standIn) {
    this(me, connection, desk, clock, standIn, SETTLES, WORTH_TELLING);
  }

  /**
   * @param settles how long its own worker has to be heard of before it judges others
   * @param worthTelling how long a host is away before people are told
   */
  HostWatch(
      HostId me,
      Connection connection,
      AlertDesk desk,
      HostClock clock,
      BiConsumer<HostId, Scope> standIn,
      Duration settles,
      Duration worthTelling) {
    this.me = me;
    this.clock = clock;
    this.standIn = standIn;
    this.settles = settles;
    this.worthTelling = worthTelling;
    this.connection = connection;
    this.book = new HostBook(connection.client());
    this.signs = new WorkerSigns(connection, clock);
    this.runs = new OpenProcedures(connection.client());
    this.desk = desk;
  }

  /** One look at all hosts. */
  public void look() {
    Instant now = clock.serverTime();
    if (!signs.isThere(me)) {
      serving = Optional.empty();
      return;
    }
    serving = serving.or(() -> Optional.of(now));
    if (now.isBefore(serving.get().plus(settles))) {
      return;
    }
    if (watcher.filter(signs::isThere).isPresent()) {
      return; // all hosts are read by one of them, else many would ask for very much
    }
    List<HostRecord> known = book.withThoseRemoved();
    watcher = whoseTurn(known);
    if (watcher.isPresent() || isAnyOlder()) {
      return;
    }
    Map<HostId, Optional<Instant>> heard =
        signs.lastHeard(known.stream().map(host -> host.facts().id()).toList(), ANSWER);
    List<WorkflowExecutionInfo> open = runs.all();
    List<HostRecord> gone = new ArrayList<>();
    for (HostRecord host : known) {
      Optional<Instant> last = heard.get(host.facts().id());
      if (last == null) {
        continue; // the server did not say in time
      }
      if (last.filter(signs::isFresh).isPresent()) {
        isThere(host, open);
      } else if (host.removed()) {
        gone.add(host);
      } else {
        isAway(host, last, now, open);
      }
    }
    areGone(gone, open);
  }

  /** Empty where it is this one's. Of two that believe so, the greater sees the other one soon. */
  private Optional<HostId> whoseTurn(List<HostRecord> known) {
    return known.stream()
        .filter(host -> !host.removed())
        .map(host -> host.facts().id())
        .filter(id -> id.value().compareTo(me.value()) < 0)
        .sorted(Comparator.comparing(HostId::value))
        .filter(signs::isThere)
        .findFirst();
  }

  /** A run that hears of hosts in the hands of such a worker cannot be gone on with by others. */
  private boolean isAnyOlder() {
    Optional<WorkerIdentity> older = signs.older();
    older
        .filter(worker -> told.add(worker.toString()))
        .ifPresent(
            worker ->
                log.warn(
                    "runs hear nothing of hosts while an older worker is there worker={}", worker));
    return older.isPresent();
  }

  /** Perhaps it told of itself before this look, and only runs still believe that it is away. */
  private void isThere(HostRecord host, List<WorkflowExecutionInfo> open) {
    HostId id = host.facts().id();
    if (host.awaySince().isPresent()) {
      log.info("host is there again id={} since={}", id, host.awaySince().get());
      book.seenAway(id, Optional.empty());
    }
    HostAway word = new HostAway(id, host.facts().name(), Optional.empty());
    open.stream()
        .filter(
            run ->
                runs.memo(run, RunMemo.WAITS_FOR, HostAway.class)
                    .filter(away -> away.host().equals(id))
                    .isPresent())
        .forEach(run -> tell(run, "hostAway", word));
  }

  /**
   * Whether it was said, also to one that is over. A run that cannot be reached now keeps nobody
   * else's word back.
   */
  private boolean tell(WorkflowExecutionInfo run, String name, Object word) {
    try {
      runs.signal(run, name, word);
      return true;
    } catch (WorkflowException unreached) {
      log.warn("not told run={} {}", run.getExecution().getWorkflowId(), word, unreached);
      return false;
    }
  }

  /** Steps that came to them after they were removed, or again after somebody resumed. */
  private void areGone(List<HostRecord> gone, List<WorkflowExecutionInfo> open) {
    if (gone.isEmpty()) {
      return;
    }
    for (HostRecord host : gone) {
      HostFacts facts = host.facts();
      facts.tell().ifPresent(by -> standIn.accept(facts.id(), by));
    }
    for (WorkflowExecutionInfo run : open) {
      Set<String> queues = runs.waitsOn(run);
      gone.stream()
          .map(HostRecord::facts)
          .filter(facts -> queues.contains(facts.id().taskQueue()))
          .map(facts -> new HostNotices.Removed(facts.id(), facts.name()))
          .forEach(word -> tell(run, "hostRemoved", word));
    }
  }

  private void isAway(
      HostRecord host, Optional<Instant> heard, Instant now, List<WorkflowExecutionInfo> open) {
    HostFacts facts = host.facts();
    Instant since = host.awaySince().or(() -> heard).orElse(now);
    if (host.awaySince().isEmpty()) {
      log.warn("host is away id={} since={}", facts.id(), since);
      book.seenAway(facts.id(), Optional.of(since));
    }
    HostAway word = new HostAway(facts.id(), facts.name(), Optional.of(since));
    for (WorkflowExecutionInfo run : open) {
      String key = run.getExecution().getRunId() + ' ' + word;
      if (!told.contains(key) && tell(run, "hostAway", word)) {
        told.add(key);
      }
    }
    if (now.isAfter(since.plus(worthTelling))) {
      tellPeople(host, since);
      facts.tell().ifPresent(by -> standIn.accept(facts.id(), by));
    }
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
