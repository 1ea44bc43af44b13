package io.lotusflow.upgrade;

import io.lotusflow.chain.NodeIdentity;
import io.lotusflow.chain.Outage;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.run.Begun;
import io.lotusflow.run.HostAbsence;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.run.Undo;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.window.SafeWindow;
import io.lotusflow.window.StopTime;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The only downtime: workers, miners, daemons are stopped, the link is switched, daemons, miners,
 * workers are started. Each undo is registered before its step: a step that timed out may still
 * have happened. Once per object.
 */
final class UpgradeSwitch {

  private static final String NEW_HEADS = "new-heads";
  private static final String HOST_BY_HOST = "host-by-host";

  private final UpgradePlan plan;
  private final List<OneHost> hosts;
  private final int round;
  private final Undo undo = new Undo();
  private final List<Promise<Outage>> daemonsSeen = new ArrayList<>();
  private final List<Promise<Outage>> minersSeen = new ArrayList<>();
  private final boolean looksAgain;
  private final boolean several;
  private final boolean hostByHost;
  private final Begun daemonStop = new Begun();
  private final Begun minerStart = new Begun();
  private boolean gone;
  private boolean switched;
  private boolean started;
  private boolean mayRun;

  /**
   * How it went.
   *
   * @param trouble why the new version does not serve; absent if it does
   * @param stuck the new version is left in place, since the old one can no longer serve
   */
  record Outcome(
      boolean begun,
      Optional<Trouble> trouble,
      boolean stuck,
      Optional<Outage> outage,
      Optional<Outage> minerOutage) {

    static Outcome notBegun() {
      return new Outcome(false, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    boolean isDone() {
      return begun && trouble.isEmpty();
    }
  }

  /**
   * @param looksAgain at window and services right before each stop; runs from before that do not
   */
  UpgradeSwitch(UpgradePlan plan, List<OneHost> hosts, int round, boolean looksAgain) {
    this.plan = plan;
    this.hosts = hosts;
    this.round = round;
    this.looksAgain = looksAgain;
    this.several = hosts.size() > 1;
    this.hostByHost =
        several
            && Workflow.getVersion(HOST_BY_HOST, Workflow.DEFAULT_VERSION, 1)
                != Workflow.DEFAULT_VERSION;
  }

  Outcome run() {
    List<NodeIdentity> identities = new ArrayList<>();
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> identities.add(host.chain().noteIdentity(node)));
    }
    watch();
    try {
      Parking.without(() -> Parking.withoutWaiting(several, () -> stopSwitchStart(identities)));
    } catch (TemporalFailure failed) {
      return undone(failed);
    }
    endWatches();
    return outcome(Optional.empty(), false);
  }

  private void stopSwitchStart(List<NodeIdentity> identities) {
    StopTime time = new StopTime();
    stopAll();
    refuseALateStop(time);
    hosts.forEach(host -> host.backups().complete(host.plan().backup(), host.backup()));
    putBackLater();
    switched = true;
    if (looksAgain) {
      // What systemd started after a power cut runs from the old link, and would count as started.
      stopEverything();
    }
    hosts.forEach(OneHost::switchOver);
    mayRun = true;
    startAll();
    verify(identities);
    started = true;
    hosts.forEach(this::gate);
  }

  private void stopAll() {
    for (OneHost host : hosts) {
      for (SealWorkerPlan worker : host.workersThatRan()) {
        stop(host, worker.service(), () -> startBefore(host, worker.service()));
      }
    }
    refuseAPassedWindow();
    for (OneHost host : hosts) {
      host.miner().ifPresent(any -> stopMiner(host, any));
    }
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(host.chain()::awaitQuiet);
    }
    for (OneHost host : hosts) {
      host.daemon().ifPresent(any -> stopDaemon(host, any));
    }
  }

  private void stopMiner(OneHost host, MinerPlan miner) {
    undo.stop(
        () -> host.services().stop(miner.service()),
        () -> startMinerBefore(host, miner),
        host.id(),
        plan.scope().host());
  }

  private void stopDaemon(OneHost host, DaemonPlan daemon) {
    undo.stop(
        () -> daemonStop.by(() -> host.services().stop(daemon.service())),
        () -> startDaemonBefore(host, daemon),
        host.id());
  }

  /** Workers may have taken long to stop. */
  private void refuseAPassedWindow() {
    if (looksAgain && !hosts.stream().allMatch(host -> SafeWindow.isOpen(host.plan().window()))) {
      throw UpgradeProblem.UPGRADE_WINDOW_PASSED.because();
    }
  }

  private void stop(OneHost host, ServicePlan service, Runnable startAgain) {
    undo.stop(() -> host.services().stop(service), startAgain, host.id());
  }

  /** What is left of the window has to be enough for the start. */
  private void refuseALateStop(StopTime time) {
    if (!plan.scope().dryRun() && time.isLate(plan.outage())) {
      throw UpgradeProblem.UPGRADE_STOP_TOO_SLOW.because(time.seconds(), plan.outage().toSeconds());
    }
  }

  private void startAll() {
    for (OneHost host : hosts) {
      host.daemon()
          .ifPresent(
              daemon -> {
                host.services().start(daemon.service());
                host.on(NodeActivities.class).awaitApi(daemon);
              });
    }
    syncs().awaitSynced(plan.sync());
    awaitNewHeads();
    for (OneHost host : hosts) {
      host.miner()
          .ifPresent(
              miner -> {
                minerStart.by(() -> host.services().start(miner.service()));
                host.on(MinerActivities.class).awaitApi(miner);
              });
    }
    for (OneHost host : hosts) {
      host.workersThatRan().forEach(worker -> host.services().start(worker.service()));
    }
  }

  /**
   * A daemon that does not follow the chain looks current right after its start, and the miner
   * would wait for it as long as for an API that starts slowly.
   */
  private void awaitNewHeads() {
    boolean before =
        Workflow.getVersion(NEW_HEADS, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
    if (!before) {
      hosts.stream()
          .filter(host -> host.daemon().isPresent())
          .forEach(host -> host.upgrades().awaitNewHead(host.plan(), plan.healthyWithin()));
    }
  }

  private void verify(List<NodeIdentity> identities) {
    List<NodeIdentity> left = new ArrayList<>(identities);
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> host.chain().verify(node, left.remove(0)));
    }
  }

  private void gate(OneHost host) {
    host.upgrades()
        .gate(
            new Gate(
                host.plan().scope(),
                host.plan(),
                host.before(),
                host.next(),
                plan.healthyWithin()));
  }

  private void startBefore(OneHost host, ServicePlan service) {
    host.services().start(host.unitBefore(service));
  }

  private void startDaemonBefore(OneHost host, DaemonPlan daemon) {
    startBefore(host, daemon.service());
    host.on(NodeActivities.class).awaitApi(daemon);
  }

  private void startMinerBefore(OneHost host, MinerPlan miner) {
    // Daemons that were not stopped yet when a host went away serve on.
    if (!gone || daemonStop.is()) {
      syncs().awaitSynced(plan.sync());
    }
    startBefore(host, miner.service());
    host.on(MinerActivities.class).awaitApi(miner);
  }

  /** Each host by itself, so that one that is away is put back when it returns. */
  private void putBackLater() {
    if (hostByHost) {
      lastToFirst().forEach(host -> undo.putBack(() -> stopAndPutBack(host), host.id()));
    } else {
      undo.putBack(this::stopAndPutBack);
    }
  }

  /** As they are stopped, the other way round: daemons, miners, workers alone. */
  private List<OneHost> lastToFirst() {
    return hosts.stream()
        .sorted(
            Comparator.comparing((OneHost host) -> host.plan().isForWorkersAlone())
                .thenComparing(host -> host.miner().isPresent()))
        .toList();
  }

  private void stopAndPutBack(OneHost host) {
    if (mayRun) {
      host.workersThatRan().forEach(worker -> host.services().stop(worker.service()));
      host.miner().map(MinerPlan::service).ifPresent(host.services()::stop);
      host.daemon().map(DaemonPlan::service).ifPresent(host.services()::stop);
    }
    host.putBack();
  }

  private void stopAndPutBack() {
    if (mayRun) {
      stopEverything();
    }
    hosts.forEach(OneHost::putBack);
  }

  private void stopEverything() {
    for (OneHost host : hosts) {
      host.workersThatRan().forEach(worker -> host.services().stop(worker.service()));
    }
    for (OneHost host : hosts) {
      host.miner().map(MinerPlan::service).ifPresent(host.services()::stop);
    }
    for (OneHost host : hosts) {
      host.daemon().map(DaemonPlan::service).ifPresent(host.services()::stop);
    }
  }

  /** Service first; what is to be told to people, and whether to try again, comes after. */
  private Outcome undone(TemporalFailure failed) {
    Trouble trouble = Trouble.of(failed, plan.scope().language());
    gone = HostAbsence.is(failed);
    awaitAWindowIfItServes(trouble);
    boolean[] stuck = {false};
    List<TemporalFailure> alsoFailed = new ArrayList<>();
    Workflow.newDetachedCancellationScope(
            () -> {
              stuck[0] = switched && !isWayBackOpen();
              (stuck[0] ? startsOfWhatCanBe() : undo).run().ifPresent(alsoFailed::add);
              endWatches();
            })
        .run();
    Optional<TemporalFailure> half = alsoFailed.stream().findFirst();
    Undo.endIfAborted(half);
    if (CancellationScope.current().isCancelRequested()) {
      throw failed;
    }
    Trouble told = half.map(any -> Trouble.of(any, plan.scope().language())).orElse(trouble);
    Outcome how = outcome(Optional.of(told), stuck[0] || half.isPresent());
    return is(told, UpgradeProblem.UPGRADE_WINDOW_PASSED) ? Outcome.notBegun() : how;
  }

  /**
   * A miner of the new version that proves, if not as it should, is stopped in a window like any
   * other. Whoever cancels the run does not want to wait for one.
   */
  private void awaitAWindowIfItServes(Trouble trouble) {
    boolean unhealthy = started && is(trouble, UpgradeProblem.UPGRADE_NOT_HEALTHY);
    if (!looksAgain || !(unhealthy || (gone && minerStart.is()))) {
      return;
    }
    try {
      Parking.without(() -> Parking.withoutWaiting(several, this::awaitWindowsOfWhatServes));
    } catch (TemporalFailure itDoesNot) {
      // The version before is needed now.
    }
  }

  private void awaitWindowsOfWhatServes() {
    List<OneHost> proving = hosts.stream().filter(this::mayProve).toList();
    if (isWayBackOpen() && proving.stream().allMatch(this::serves)) {
      proving.forEach(host -> SafeWindow.await(host.plan().window()));
    }
  }

  /** Where only workers are nothing proves; older runs ask there all the same. */
  private boolean mayProve(OneHost host) {
    return !hostByHost || !host.plan().isForWorkersAlone();
  }

  private static boolean is(Trouble trouble, UpgradeProblem problem) {
    return trouble.type().equals(problem.name());
  }

  private boolean serves(OneHost host) {
    Duration blocks = Duration.ofSeconds(Math.max(1, host.before().blockDelaySeconds()) * 4);
    host.upgrades().awaitNewHead(host.plan(), blocks);
    return host.miner().isEmpty() || host.upgrades().survey(host.plan(), true).minerAnswered();
  }

  private boolean isWayBackOpen() {
    List<OneHost> closed = new ArrayList<>();
    Parking.withoutWaiting(
        several,
        () -> hosts.stream().filter(this::isWayBackClosed).findFirst().ifPresent(closed::add));
    return closed.isEmpty();
  }

  /** A host that cannot be asked has no objection. */
  private boolean isWayBackClosed(OneHost host) {
    try {
      return !host.upgrades().wayBack(host.plan(), host.before(), host.changes()).open();
    } catch (TemporalFailure failed) {
      if (several && HostAbsence.is(failed)) {
        return false;
      }
      throw failed;
    }
  }

  private Undo startsOfWhatCanBe() {
    Undo starts = new Undo();
    for (int i = hosts.size() - 1; i >= 0; i--) {
      OneHost host = hosts.get(i);
      starts.start(() -> startWhatCanBe(host), host.id());
    }
    return starts;
  }

  private static void startWhatCanBe(OneHost host) {
    host.daemon().map(DaemonPlan::service).ifPresent(host.services()::start);
    host.miner().map(MinerPlan::service).ifPresent(host.services()::start);
    host.workersThatRan().forEach(worker -> host.services().start(worker.service()));
  }

  private void watch() {
    for (OneHost host : hosts) {
      host.plan()
          .node()
          .ifPresent(
              node -> daemonsSeen.add(Async.function(host.chain()::watchOutside, node, round)));
      host.miner()
          .ifPresent(
              any ->
                  minersSeen.add(Async.function(host.upgrades()::watchMiner, host.plan(), round)));
    }
  }

  private void endWatches() {
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> host.chain().endWatch(node, round));
      if (host.miner().isPresent()) {
        host.upgrades().endWatch(host.plan(), round);
      }
    }
  }

  private Outcome outcome(Optional<Trouble> trouble, boolean stuck) {
    return new Outcome(true, trouble, stuck, longest(daemonsSeen), longest(minersSeen));
  }

  private static Optional<Outage> longest(List<Promise<Outage>> seen) {
    return seen.stream()
        .map(Outage::seenBy)
        .max((one, two) -> one.downtime().silent().compareTo(two.downtime().silent()));
  }

  private SyncActivities syncs() {
    return Steps.on(plan.scope().host(), SyncActivities.class);
  }
}
