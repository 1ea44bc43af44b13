package io.lotusflow.doctor;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.FoundServices;
import io.lotusflow.adopt.LotusProgram;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.NodeVersion;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.toml.TomlFile;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that is looked at of a node and a miner that were set up; in a fixed order. */
public final class Troubleshooting {
  private static final int MANY_RESTARTS = 3;

  private final InstallPlan plan;
  private final ServiceActivities services;
  private final Words words;
  private final Binaries binaries = new Binaries(new Programs());

  /** Looks at this host. */
  public Troubleshooting(InstallPlan plan, ServiceActivities services) {
    this.plan = plan;
    this.services = services;
    this.words = new Words(plan.scope().language(), "doctor");
  }

  /**
   * Whoever is down is said to be, and the rest is looked at.
   *
   * @param compare API of a daemon elsewhere that is asked for its chain; empty asks nobody
   */
  public List<Finding> look(Optional<URI> compare) {
    List<Finding> findings = new ArrayList<>();
    plan.daemon().ifPresent(daemon -> findings.addAll(daemon(daemon, compare)));
    plan.miner().ifPresent(miner -> findings.addAll(miner(miner)));
    findings.addAll(new DiskLook(words).look(places()));
    return findings;
  }

  private List<Finding> daemon(DaemonPlan daemon, Optional<URI> compare) {
    List<Finding> findings = new ArrayList<>();
    Optional<ServiceStatus> status = status(daemon.service());
    findings.add(service(daemon.service(), status));
    Lotus lotus = new Lotus(Path.of(daemon.binary()), daemon.api());
    Optional<LotusVersion> version = version(lotus.binary(), lotus.version());
    FullNode node = FullNode.at(daemon.api());
    Optional<Duration> up =
        status.flatMap(ServiceStatus::since).map(since -> Duration.between(since, Instant.now()));
    boolean answers = asked(findings, "daemon-api", daemon.api().address(), version, node::version);
    if (answers) {
      findings.addAll(
          reading("network", () -> new NetworkLook(words).look(node, Bootstrappers.of(plan), up)));
      ChainLook chain = new ChainLook(words);
      findings.addAll(reading("sync", () -> List.of(chain.sync(node, Instant.now()))));
      compare.ifPresent(
          other -> findings.addAll(reading("fork", () -> List.of(chain.fork(node, other)))));
    }
    findings.addAll(process(daemon.service(), status, LotusProgram.DAEMON, version));
    findings.addAll(config(Path.of(daemon.repo()), lotus.binary(), version, lotus.defaultConfig()));
    findings.addAll(new LogLook(words).look(daemon.service().unit()));
    return findings;
  }

  private List<Finding> miner(MinerPlan miner) {
    List<Finding> findings = new ArrayList<>();
    Optional<ServiceStatus> status = status(miner.service());
    findings.add(service(miner.service(), status));
    LotusMiner lotus =
        new LotusMiner(Path.of(miner.binary()), miner.api(), miner.node(), miner.environment());
    Optional<LotusVersion> version = version(lotus.binary(), lotus.version());
    asked(findings, "miner-api", miner.api().address(), version, MinerApi.at(miner.api())::version);
    if (miner.node().isRemote()) {
      findings.addAll(remoteDaemon(miner.node()));
    }
    findings.addAll(process(miner.service(), status, LotusProgram.MINER, version));
    findings.addAll(config(Path.of(miner.repo()), lotus.binary(), version, lotus.defaultConfig()));
    findings.addAll(new LogLook(words).look(miner.service().unit()));
    return findings;
  }

  /** Of it only what it tells itself. */
  private List<Finding> remoteDaemon(NodeApi api) {
    List<Finding> findings = new ArrayList<>();
    FullNode node = FullNode.at(api);
    if (asked(findings, "daemon-api", api.address(), Optional.empty(), node::version)) {
      findings.addAll(
          reading("sync", () -> List.of(new ChainLook(words).sync(node, Instant.now()))));
    }
    return findings;
  }

  private Optional<ServiceStatus> status(ServicePlan service) {
    try {
      return Optional.of(services.status(service));
    } catch (ApplicationFailure | CommandFailed noKeeper) {
      return Optional.empty();
    }
  }

  private Finding service(ServicePlan service, Optional<ServiceStatus> status) {
    String name = service.unit().name();
    if (status.isEmpty() || !status.get().installed()) {
      return words.warning("service", "service.absent", name);
    }
    if (!status.get().running()) {
      return words.refuse("service", "service.down", name, status.get().restarts());
    }
    return status.get().restarts() >= MANY_RESTARTS
        ? words.warning("service", "service.restarts", name, status.get().restarts())
        : words.ok("service", name, status.get().pid());
  }

  private Optional<LotusVersion> version(Path binary, Command ask) {
    try {
      return binaries.version(binary, ask);
    } catch (CommandFailed unusable) {
      return Optional.empty();
    }
  }

  /** Whether it answers; that, and whether it is of the version of its command line. */
  private boolean asked(
      List<Finding> findings,
      String check,
      String address,
      Optional<LotusVersion> installed,
      Supplier<NodeVersion> question) {
    try {
      NodeVersion running = question.get();
      boolean same =
          installed.isEmpty() || LotusVersion.parse(running.text()).equals(installed.get());
      findings.add(
          same
              ? words.ok(check, address, running.text())
              : words.warning(check, "api.version", address, running.text(), installed.get()));
      return true;
    } catch (RpcFailed failed) {
      boolean token =
          failed.kind() == RpcFailed.Kind.UNAUTHORISED || failed.kind() == RpcFailed.Kind.NO_TOKEN;
      findings.add(words.refuse(check, token ? "api.token" : "api.silent", address, failed.said()));
      return false;
    }
  }

  private List<Finding> reading(String check, Supplier<List<Finding>> look) {
    try {
      return look.get();
    } catch (RpcFailed failed) {
      return List.of(words.warning(check, "api.refused", failed.said()));
    }
  }

  private List<Finding> process(
      ServicePlan service,
      Optional<ServiceStatus> status,
      LotusProgram program,
      Optional<LotusVersion> version) {
    List<FoundService> here =
        FoundServices.onThisMachine().stream().filter(s -> s.program() == program).toList();
    long kept = status.filter(ServiceStatus::running).map(ServiceStatus::pid).orElse(0L);
    Optional<FoundService> own =
        here.stream()
            .filter(s -> s.process().filter(p -> p.pid() == kept).isPresent())
            .findFirst()
            .or(
                () ->
                    here.stream()
                        .filter(s -> s.repo().equals(service.unit().workingDirectory()))
                        .findFirst());
    ProcessLook look = new ProcessLook(Path.of("/"), words);
    List<Finding> findings = new ArrayList<>();
    own.flatMap(FoundService::process)
        .ifPresent(
            running ->
                findings.addAll(
                    look.look(
                        service.unit().name(), running.pid(), plan.build().network().isMainnet())));
    own.ifPresent(found -> findings.addAll(look.variables(found, version.orElse(Dialect.TODAY))));
    return findings;
  }

  /** Keys that this version does not know, it ignores without a word. */
  private List<Finding> config(
      Path repo, Path binary, Optional<LotusVersion> version, Command ask) {
    Path file = repo.resolve("config.toml");
    Optional<String> defaults = binaries.defaultConfig(binary, Dialect.of(version), ask);
    TomlFile config = new TomlFile(file);
    try {
      boolean listens = config.text("API", "ListenAddress").isPresent();
      List<String> unknown = defaults.map(config::unknownKeys).orElse(List.of());
      return List.of(
          unknown.isEmpty()
              ? words.ok("config", file, listens ? "[API] ListenAddress" : "-")
              : words.warning(
                  "config",
                  "config.unknown",
                  file,
                  String.join(", ", unknown),
                  version.orElse(Dialect.TODAY)));
    } catch (ApplicationFailure broken) {
      return List.of(words.refuse("config", "config.broken", file, broken.getOriginalMessage()));
    }
  }

  private List<Path> places() {
    Stream<String> ofDaemon =
        plan.daemon().stream()
            .flatMap(d -> Stream.of(d.repo(), parent(d.service().unit().logFile())));
    Stream<String> ofMiner =
        plan.miner().stream()
            .flatMap(
                m ->
                    Stream.of(
                        m.repo(),
                        m.environment().getOrDefault("TMPDIR", "/tmp"),
                        parent(m.service().unit().logFile())));
    return Stream.concat(ofDaemon, ofMiner).distinct().map(Path::of).toList();
  }

  private static String parent(String file) {
    return String.valueOf(Path.of(file).getParent());
  }
}
