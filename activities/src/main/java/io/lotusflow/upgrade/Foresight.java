package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.build.Release;
import io.lotusflow.build.Releases;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.home.Home;
import io.lotusflow.host.Folders;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import io.lotusflow.process.Programs;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.toml.TomlFile;
import io.lotusflow.window.WindowActivitiesImpl;
import io.lotusflow.window.WindowLook;
import io.lotusflow.window.WindowPlan;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All there is to know before another version is built; reads only. */
public final class Foresight {
  private static final long BUILD_ROOM = 20L << 30;
  private static final int SHOWN = 8;

  private final HostUpgrade host;
  private final Duration outage;
  private final Programs programs;
  private final ServiceActivities services;
  private final Releases releases;
  private final UpgradeNotes notes;
  private final Words words;
  private final List<Finding> findings = new ArrayList<>();
  private long head = -1;
  private Duration blockDelay = Duration.ZERO;
  private boolean networkChanges;

  /**
   * @param home whose cache keeps sources that are only looked at
   */
  public Foresight(
      HostUpgrade host,
      Duration outage,
      Home home,
      Programs programs,
      ServiceActivities services,
      Language language) {
    this.host = host;
    this.outage = outage;
    this.programs = programs;
    this.services = services;
    this.releases = new Releases(host.build(), programs, home.cache(), () -> {});
    this.notes = new UpgradeNotes(home.upgrades());
    this.words = new Words(language, "upgrade");
  }

  /**
   * Looks at source, host and node.
   *
   * @throws ApplicationFailure if there is no such tag, or the source cannot be reached
   */
  public List<Finding> look() {
    Release next = releases.fetched(host.build().ref());
    Optional<Installed> inUse = new VersionInUse(host.build()).find();
    versions(inUse, next);
    findings.add(words.ok("compilers", or(next.goMinimum()), or(next.rustToolchain())));
    readHead();
    inUse.ifPresent(now -> changes(now, next));
    room();
    sectors();
    window();
    workers();
    findings.add(words.ok("commands", String.join("\n", commands())));
    return findings;
  }

  private static String or(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private void versions(Optional<Installed> inUse, Release next) {
    String ref = host.build().ref();
    if (inUse.isEmpty()) {
      findings.add(words.refuse("version", "version.none", host.build().prefix()));
      return;
    }
    Optional<String> newer =
        VersionInUse.named(ref).flatMap(new VersionOfData(host, notes)::newerThan);
    findings.add(
        newer.isPresent()
            ? words.refuse("version", "version.older", ref, newer.get())
            : words.ok("version", inUse.get().label(), ref, next.commit().substring(0, 8)));
  }

  private void readHead() {
    try {
      FullNode node = FullNode.at(host.window().node());
      blockDelay = node.version().blockDelay();
      head = node.head().height();
    } catch (RpcFailed silent) {
      findings.add(words.warning("head", "head.silent", silent.said()));
    }
  }

  private void changes(Installed inUse, Release next) {
    Optional<Release> now = release(inUse.version().toString());
    ReleaseChanges changes = new ReleaseChanges(now, next, host.build().network());
    upgrades(changes, inUse);
    now.ifPresent(release -> apis(release, next));
    host.node()
        .map(ChainNode::daemon)
        .ifPresent(daemon -> keys("daemon", daemonFile(daemon), daemonNow(daemon), next));
    host.miner().ifPresent(miner -> keys("miner", minerFile(miner), minerNow(miner), next));
  }

  private Optional<Release> release(String tag) {
    try {
      return Optional.of(releases.fetched(tag));
    } catch (ApplicationFailure unknown) {
      return Optional.empty();
    }
  }

  private void upgrades(ReleaseChanges changes, Installed inUse) {
    Map<String, Long> unknown = new TreeMap<>(changes.newUpgrades());
    if (unknown.isEmpty()) {
      findings.add(words.ok("epoch", inUse.label()));
    }
    unknown.forEach(
        (name, height) ->
            findings.add(
                height > head
                    ? words.warning(
                        "epoch", "epoch.ahead", name, height, head, when(height), inUse.label())
                    : words.warning("epoch", "epoch.past", name, height, head, inUse.label())));
    long until = changes.noWayBackFrom(head);
    networkChanges = until >= 0;
    findings.add(
        until < 0
            ? words.ok("way-back", inUse.label())
            : words.ok("way-back-until", inUse.label(), until, when(until)));
  }

  private String when(long height) {
    return head < 0
        ? "?"
        : Instant.now()
            .plus(blockDelay.multipliedBy(height - head))
            .truncatedTo(ChronoUnit.MINUTES)
            .toString();
  }

  private void apis(Release now, Release next) {
    Map<String, String> then = next.apiVersions();
    List<String> changed =
        now.apiVersions().entrySet().stream()
            .filter(any -> !any.getValue().equals(then.get(any.getKey())))
            .map(any -> any.getKey() + ' ' + any.getValue() + " -> " + then.get(any.getKey()))
            .toList();
    findings.add(
        changed.isEmpty()
            ? words.ok("api", String.join(", ", then.values()))
            : words.warning("api", "api.changed", String.join(", ", changed)));
  }

  private static Path daemonFile(DaemonPlan daemon) {
    return Path.of(daemon.repo(), "config.toml");
  }

  private static Path minerFile(MinerPlan miner) {
    return Path.of(miner.repo(), "config.toml");
  }

  private Optional<String> daemonNow(DaemonPlan daemon) {
    Lotus lotus = new Lotus(Path.of(daemon.binary()), daemon.api());
    Binaries binaries = new Binaries(programs);
    return binaries.defaultConfig(lotus.binary(), binaries.dialect(lotus), lotus.defaultConfig());
  }

  private Optional<String> minerNow(MinerPlan plan) {
    LotusMiner miner =
        new LotusMiner(Path.of(plan.binary()), plan.api(), plan.node(), plan.environment());
    Binaries binaries = new Binaries(programs);
    return binaries.defaultConfig(miner.binary(), binaries.dialect(miner), miner.defaultConfig());
  }

  private void keys(String who, Path file, Optional<String> now, Release release) {
    Optional<String> next =
        who.equals("daemon") ? release.daemonDefaults() : release.minerDefaults();
    if (next.isEmpty()) {
      findings.add(words.warning("config", "config.unknown", who));
      return;
    }
    List<String> lost = ReleaseChanges.lostKeys(file, now, next.get());
    if (!lost.isEmpty()) {
      findings.add(words.warning("config", "config.lost", who, String.join(", ", lost), file));
    }
    List<String> fresh =
        now.map(defaults -> TomlFile.newKeys(defaults, next.get())).orElse(List.of());
    findings.add(
        fresh.isEmpty()
            ? words.ok("config-none", who)
            : words.ok(
                "config",
                who,
                fresh.size(),
                String.join(", ", fresh.subList(0, Math.min(SHOWN, fresh.size())))));
  }

  private void room() {
    ByteSize free = Folders.room(Path.of(host.build().checkout()));
    findings.add(
        free.bytes() < BUILD_ROOM
            ? words.warning("room", "room.little", host.build().checkout(), free)
            : words.ok("room", host.build().checkout(), free));
    findings.add(
        words.ok(
            host.backup().passphraseFile().isEmpty() ? "backup" : "backup-encrypted",
            host.backup().folder()));
  }

  private void sectors() {
    if (host.miner().isEmpty()) {
      return;
    }
    try {
      List<Long> promised =
          MinerApi.at(host.miner().get().api()).sectorsIn(ReleaseChanges.PROMISED);
      findings.add(
          promised.isEmpty()
              ? words.ok("sectors")
              : networkChanges
                  ? words.warning("sectors", "sectors.first", promised)
                  : words.ok("sectors-go-on", promised));
    } catch (RpcFailed silent) {
      findings.add(words.warning("sectors", "sectors.silent", silent.said()));
    }
  }

  private void window() {
    WindowPlan plan = host.window();
    try {
      WindowLook look =
          new WindowActivitiesImpl(services, Optional::empty, progress -> {})
              .look(
                  new WindowPlan(
                      plan.scope().asDryRun(),
                      plan.node(),
                      plan.service(),
                      plan.miner(),
                      plan.minerService(),
                      plan.actors(),
                      plan.outage(),
                      plan.margin(),
                      plan.patience()));
      findings.add(words.ok("window", outage.toSeconds(), look.why()));
    } catch (ApplicationFailure closed) {
      findings.add(words.warning("window", "window.closed", closed.getOriginalMessage()));
    }
  }

  private void workers() {
    List<String> names = host.workers().stream().map(worker -> worker.worker().name()).toList();
    if (!names.isEmpty()) {
      findings.add(words.ok("workers", String.join(", ", names)));
    }
  }

  /** What a person would type, in this order. */
  private List<String> commands() {
    String tree = host.build().checkout();
    String ref = host.build().ref();
    List<String> commands = new ArrayList<>();
    commands.add("git -C %s checkout --force --detach %s".formatted(tree, ref));
    commands.add("git -C %s submodule update --init --recursive --force".formatted(tree));
    commands.add("make -C %s clean deps %s".formatted(tree, host.build().makeTarget()));
    host.params().ifPresent(params -> commands.add("lotus fetch-params " + params.sectorSize()));
    commands.add("lotusflow backup create");
    List<String> names = host.before().stream().map(service -> service.unit().name()).toList();
    for (int i = names.size() - 1; i >= 0; i--) {
      commands.add("lotusflow service stop   # " + names.get(i));
    }
    commands.add("ln -sfn versions/%s %s/current".formatted(ref, host.build().prefix()));
    names.forEach(name -> commands.add("lotusflow service start  # " + name));
    return commands;
  }
}
