package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.build.Release;
import io.lotusflow.build.Releases;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.chain.Outage;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.OutsideWatch;
import io.lotusflow.node.Pause;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.temporal.activity.Activity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at the host that runs this. */
public final class UpgradeActivitiesImpl implements UpgradeActivities {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Path outside;
  private final Path cache;
  private final UpgradeNotes notes;
  private final Programs programs;
  private final ServiceActivities services;
  private final Consumer<JobProgress> pulse;

  public UpgradeActivitiesImpl(
      Home home, Programs programs, ServiceActivities services, Consumer<JobProgress> pulse) {
    this.outside = home.folder().resolve("outside");
    this.cache = home.cache();
    this.notes = new UpgradeNotes(home.upgrades());
    this.programs = programs;
    this.services = services;
    this.pulse = pulse;
  }

  @Override
  public InUse survey(HostUpgrade host, boolean back) {
    Installed inUse =
        new VersionInUse(host.build())
            .find()
            .orElseThrow(
                () ->
                    UpgradeProblem.UPGRADE_NOTHING_INSTALLED.because(
                        host.build().prefix() + "/current"));
    return WhileBeating.call(
        pulse,
        "looking at the node",
        () -> {
          if (!back) {
            String ref = host.build().ref();
            VersionInUse.named(ref).ifPresent(target -> refuseOlder(host, target, ref));
          }
          return survey(host, inUse);
        });
  }

  private void refuseOlder(HostUpgrade host, LotusVersion target, String named) {
    new VersionOfData(host, notes)
        .newerThan(target)
        .ifPresent(
            newer -> {
              throw UpgradeProblem.UPGRADE_OLDER.because(named, newer);
            });
  }

  private InUse survey(HostUpgrade host, Installed inUse) {
    List<String> running =
        host.before().stream()
            .filter(service -> services.status(service).running())
            .map(service -> service.unit().name())
            .toList();
    long head = -1;
    long delay = 0;
    long faulty = InUse.UNKNOWN;
    int workers = 0;
    List<String> storage = List.of();
    List<String> strangers = new ArrayList<>();
    try {
      FullNode node = FullNode.at(node(host));
      head = node.head().height();
      delay = node.version().blockDelay().toSeconds();
      if (host.node().filter(any -> isOf(running, any.daemon().service())).isPresent()) {
        inUse.another("the daemon", node.version().text()).ifPresent(strangers::add);
      }
      if (host.miner().filter(any -> isOf(running, any.service())).isPresent()) {
        MinerApi miner = MinerApi.at(host.miner().get().api());
        faulty = node.sectorCount(miner.actor()).faulty();
        workers = miner.workers().size();
        inUse.another("the miner", miner.version().text()).ifPresent(strangers::add);
        storage = List.copyOf(miner.localPaths().keySet());
      }
    } catch (RpcFailed silent) {
      // Whoever does not serve now is not expected to serve more afterwards.
      head = Math.max(head, -1);
    }
    String note =
        "%s in use, head %d, %d services run".formatted(inUse.label(), head, running.size());
    return new InUse(
        Receipt.alreadySo(note),
        inUse,
        head,
        Instant.now(),
        delay,
        faulty,
        workers,
        running,
        strangers,
        storage);
  }

  private static boolean isOf(List<String> running, ServicePlan service) {
    return running.contains(service.unit().name());
  }

  private static NodeApi node(HostUpgrade host) {
    return host.node()
        .map(ChainNode::daemon)
        .map(DaemonPlan::api)
        .orElseGet(() -> host.window().node());
  }

  @Override
  public Changes compare(HostUpgrade host, InUse before, Installed next) {
    if (!Files.isDirectory(Path.of(next.bin()))) {
      return new Changes(
          Receipt.wouldDo("compares configurations, API versions, upgrades of the network"),
          List.of(),
          List.of(),
          -1);
    }
    return WhileBeating.call(
        pulse,
        "comparing",
        () -> {
          refuseOlder(host, next.version(), next.label());
          return compared(host, before, next);
        });
  }

  private Changes compared(HostUpgrade host, InUse before, Installed next) {
    List<String> lost = new ArrayList<>();
    host.node().map(ChainNode::daemon).ifPresent(daemon -> lost.addAll(lost(daemon, before, next)));
    host.miner().ifPresent(miner -> lost.addAll(lost(miner, before, next)));
    long until = noWayBackFrom(host, before);
    List<Long> unfinished = until < 0 ? List.of() : unfinished(host);
    String note =
        "%s; %s; %s"
            .formatted(
                lost.isEmpty() ? "no key of ours is lost" : "lost: " + String.join(", ", lost),
                until < 0 ? "the way back stays open" : "no way back from epoch " + until,
                unfinished.isEmpty() ? "no sector is in between" : "sectors " + unfinished);
    return new Changes(Receipt.alreadySo(note), lost, unfinished, until);
  }

  private List<String> lost(DaemonPlan daemon, InUse before, Installed next) {
    return lost(
        "daemon",
        Path.of(daemon.repo(), "config.toml"),
        new Lotus(Path.of(before.version().bin(), "lotus"), daemon.api()),
        new Lotus(Path.of(next.bin(), "lotus"), daemon.api()));
  }

  private List<String> lost(String who, Path file, Lotus now, Lotus then) {
    Binaries binaries = new Binaries(programs);
    Dialect today = binaries.dialect(now);
    Dialect tomorrow = binaries.dialect(then);
    return lost(
        who,
        file,
        binaries.defaultConfig(now.binary(), today, now.defaultConfig()),
        binaries.defaultConfig(then.binary(), tomorrow, then.defaultConfig()));
  }

  private List<String> lost(MinerPlan miner, InUse before, Installed next) {
    Binaries binaries = new Binaries(programs);
    LotusMiner now = program(miner, before.version());
    LotusMiner then = program(miner, next);
    return lost(
        "miner",
        Path.of(miner.repo(), "config.toml"),
        binaries.defaultConfig(now.binary(), binaries.dialect(now), now.defaultConfig()),
        binaries.defaultConfig(then.binary(), binaries.dialect(then), then.defaultConfig()));
  }

  private static LotusMiner program(MinerPlan miner, Installed version) {
    return new LotusMiner(
        Path.of(version.bin(), "lotus-miner"), miner.api(), miner.node(), miner.environment());
  }

  private static List<String> lost(
      String who, Path file, Optional<String> now, Optional<String> then) {
    return then
        .map(defaults -> ReleaseChanges.lostKeys(file, now, defaults))
        .orElse(List.of())
        .stream()
        .map(key -> who + ": " + key)
        .toList();
  }

  private long noWayBackFrom(HostUpgrade host, InUse before) {
    Releases releases = new Releases(host.build(), programs, cache, () -> {});
    Optional<Release> next = releases.inCheckout("HEAD");
    Optional<Release> now = releases.inCheckout(before.version().version().toString());
    return next.map(
            release ->
                new ReleaseChanges(now, release, host.build().network())
                    .noWayBackFrom(before.head()))
        .orElse(-1L);
  }

  private static List<Long> unfinished(HostUpgrade host) {
    try {
      return host.miner()
          .map(miner -> MinerApi.at(miner.api()).sectorsIn(ReleaseChanges.PROMISED))
          .orElse(List.of());
    } catch (RpcFailed silent) {
      return List.of();
    }
  }

  @Override
  public Outage watchMiner(HostUpgrade host, int round) {
    if (host.scope().dryRun()) {
      return Outage.none(Receipt.wouldDo("measures the miner's downtime"));
    }
    return watch(host, round).untilEnded(pulse);
  }

  @Override
  public Receipt endWatch(HostUpgrade host, int round) {
    if (!host.scope().dryRun()) {
      watch(host, round).end();
    }
    return Receipt.done("");
  }

  private OutsideWatch watch(HostUpgrade host, int round) {
    String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
    return OutsideWatch.ofMiner(outside, run + "-miner-" + round, host.miner().orElseThrow().api());
  }

  @Override
  public Receipt awaitNewHead(HostUpgrade host, Duration within) {
    if (host.scope().dryRun()) {
      return Receipt.wouldDo("waits for a block, before the miner is started");
    }
    Instant until = Instant.now().plus(within);
    long first = -1;
    while (true) {
      long now = height(host);
      first = first < 0 ? now : first;
      if (now > first) {
        return Receipt.done("head " + now);
      }
      String standing = "the head stands at " + now;
      if (Instant.now().isAfter(until)) {
        throw UpgradeProblem.UPGRADE_NOT_HEALTHY.because(standing, within.toSeconds());
      }
      pulse.accept(JobProgress.of(standing, 0, Instant.now()));
      Pause.of(POLL);
    }
  }

  @Override
  public Receipt gate(Gate gate) {
    if (gate.scope().dryRun()) {
      return Receipt.wouldDo("waits for versions, head, deadlines, workers; else puts it back");
    }
    HealthGate health = new HealthGate(gate, node(gate.host()));
    Instant until = Instant.now().plus(gate.within());
    while (true) {
      HealthGate.Look look = health.look();
      if (look.isGood()) {
        return Receipt.done(
            "versions agree, the head moves, no fault is new, all workers and storage are there");
      }
      if (Instant.now().isAfter(until)) {
        if (look.patience()) {
          return Receipt.done("in order; " + look.words());
        }
        throw UpgradeProblem.UPGRADE_NOT_HEALTHY.because(look.words(), gate.within().toSeconds());
      }
      pulse.accept(JobProgress.of(look.words(), 0, Instant.now()));
      Pause.of(POLL);
    }
  }

  @Override
  public WayBack wayBack(HostUpgrade host, InUse before, Changes changes) {
    long until = changes.noWayBackFrom();
    if (until < 0 || host.scope().dryRun()) {
      return new WayBack(Receipt.alreadySo("the way back is open"), true);
    }
    long head = Math.max(height(host), estimated(before));
    boolean open = head < until;
    return new WayBack(
        Receipt.alreadySo(
            "epoch %d, the way back %s at %d".formatted(head, open ? "closes" : "closed", until)),
        open);
  }

  private static long height(HostUpgrade host) {
    try {
      TipSet head = FullNode.probed(node(host)).head();
      return head.height();
    } catch (RpcFailed silent) {
      return -1;
    }
  }

  /** The network goes on while our daemon does not. */
  private static long estimated(InUse before) {
    if (before.head() < 0 || before.blockDelaySeconds() <= 0) {
      return -1;
    }
    Duration passed = Duration.between(before.seen(), Instant.now());
    return before.head() + passed.toSeconds() / before.blockDelaySeconds();
  }

  @Override
  public Receipt note(HostUpgrade host, UpgradeNote note) {
    if (host.scope().dryRun()) {
      return Receipt.wouldDo("writes down from where to where");
    }
    notes.write(host.scope().node().value(), note);
    Receipt noted = Receipt.done(note.from() + " → " + note.to());
    return note.state() == UpgradeNote.State.DONE
        ? noted.undoneBy("lotusflow upgrade rollback")
        : noted;
  }

  @Override
  public Installed findOld(HostUpgrade host) {
    String node = host.scope().node().value();
    UpgradeNote note =
        wayBackFrom(host)
            .filter(any -> Files.isDirectory(Path.of(any.fromBin())))
            .orElseThrow(() -> UpgradeProblem.UPGRADE_NOTHING_TO_PUT_BACK.because(node));
    long head = Math.max(height(host), estimated(asNoted(host, note)));
    if (note.noWayBackFrom() >= 0 && head >= note.noWayBackFrom()) {
      throw UpgradeProblem.UPGRADE_TOO_LATE.because(note.from(), note.noWayBackFrom());
    }
    return new VersionInUse(host.build()).installed(note.from());
  }

  private Optional<UpgradeNote> wayBackFrom(HostUpgrade host) {
    String inUse = new VersionInUse(host.build()).find().map(Installed::label).orElse("");
    return notes.waysBack(host.scope().node().value(), inUse).stream().findFirst();
  }

  @Override
  public OldLimit findLimit(HostUpgrade host) {
    String node = host.scope().node().value();
    UpgradeNote note =
        wayBackFrom(host)
            .orElseThrow(() -> UpgradeProblem.UPGRADE_NOTHING_TO_PUT_BACK.because(node));
    long until = note.noWayBackFrom();
    Receipt receipt =
        Receipt.alreadySo(
            until < 0
                ? note.from() + " follows the network as far as is known"
                : "%s follows the network until epoch %d".formatted(note.from(), until));
    return new OldLimit(
        receipt, asNoted(host, note), new Changes(receipt, List.of(), List.of(), until));
  }

  /** The host when it left that version; notes from before this was noted tell of no head. */
  private static InUse asNoted(HostUpgrade host, UpgradeNote note) {
    return new InUse(
        Receipt.alreadySo(""),
        new VersionInUse(host.build()).installed(note.from()),
        note.headSeen().isPresent() ? note.head() : -1,
        note.headSeen().orElse(note.at()),
        note.blockDelaySeconds(),
        InUse.UNKNOWN,
        0,
        List.of(),
        List.of(),
        List.of());
  }
}
