package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.init.Machine;
import io.lotusflow.init.Proposals;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.service.ServicePlan.Manager;
import io.lotusflow.settings.SettingsTemplate;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.toml.TomlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes settings of what was found; asks daemon and miner, and changes nothing. */
public final class Adoption {
  private static final String DAEMON = "--daemon";
  private static final String MINER = "--miner";
  private static final Pattern OUR_LAYOUT = Pattern.compile("(/.+)/versions/[^/]+/bin/[^/]+");
  private static final Pattern RELEASE = Pattern.compile("(\\d+\\.\\d+\\.\\d+(?:-rc\\d+)?).*");
  private static final Pattern NAMED_NETWORK = Pattern.compile("[^+]*\\+([a-z0-9-]+?)(?:\\+.*)?");
  private static final List<String> SUITE =
      List.of("lotus", "lotus-miner", "lotus-worker", "lotus-bench", "lotus-shed");

  /** What Lotus and its proofs read; the rest of an environment is the system's. */
  private static final Pattern OF_LOTUS =
      Pattern.compile(
          "(LOTUS_|FIL_PROOFS_|FFI_|BELLMAN_|RUST_|GOLOG_|IPFS_|CUDA_|NEPTUNE_|DRAND_|TRUST_PARAMS).*"
              + "|GOGC|GOMEMLIMIT|GOMAXPROCS");

  /** What lotusflow's units set by themselves, and what its supervisor adds. */
  private static final Set<String> OURS = Set.of("LOTUS_FD_MAX", "IPFS_GATEWAY");

  private static final Map<String, String> MINER_KEYS =
      Map.of(
          "FIL_PROOFS_PARAMETER_CACHE",
          "miner.parameters",
          "FIL_PROOFS_PARENT_CACHE",
          "miner.parents",
          "TMPDIR",
          "miner.tmpdir",
          "BELLMAN_CPU_UTILIZATION",
          "miner.cpu_utilization",
          "CUDA_VISIBLE_DEVICES",
          "miner.cuda_visible_devices",
          EnvironmentNames.CUSTOM_GPU,
          "miner.custom_gpu",
          EnvironmentNames.CUSTOM_GPU_OLD,
          "miner.custom_gpu");

  private static final Set<String> REPOS =
      Set.of("LOTUS_PATH", "LOTUS_MINER_PATH", "LOTUS_STORAGE_PATH");

  private final Machine machine;
  private final Language language;
  private final Running running;
  private final Function<Path, Optional<String>> labels;
  private final Messages words;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<StoragePath> storage = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();

  /** Of this machine. */
  public Adoption(Machine machine, Language language) {
    this(machine, language, Running.now(), FoundVersion::labelOf);
  }

  /**
   * @param labels what a program says it is
   */
  Adoption(
      Machine machine,
      Language language,
      Running running,
      Function<Path, Optional<String>> labels) {
    this.machine = machine;
    this.language = language;
    this.running = running;
    this.labels = labels;
    this.words = Messages.in(language, "adopt");
  }

  /** What the settings would be; to be called once. */
  public Proposal propose(List<FoundService> found, AdoptRequest request) {
    Choice daemon = Choice.among(found, LotusProgram.DAEMON, request.daemon(), DAEMON, words);
    Choice miner = Choice.among(found, LotusProgram.MINER, request.miner(), MINER, words);
    Stream.of(daemon, miner)
        .forEach(
            choice -> {
              doubts.addAll(choice.doubts());
              remarks.addAll(choice.remarks());
            });
    beforehand();
    List<FoundService> chosen =
        Stream.of(daemon.chosen(), miner.chosen()).flatMap(Optional::stream).toList();
    chosen.forEach(this::look);
    values.put(
        "node.roles",
        chosen.stream()
            .map(service -> service.program().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(",")));
    daemon.chosen().ifPresent(this::daemon);
    List<FoundVersion> versions = versions(chosen);
    network(daemon.chosen(), versions);
    miner.chosen().ifPresent(service -> miner(service, daemon.chosen()));
    services(daemon.chosen(), miner.chosen());
    deadVariables(chosen, versions);
    found.stream()
        .filter(service -> service.program() == LotusProgram.WORKER)
        .forEach(worker -> remarks.add(words.text("worker", worker.name(), worker.repo())));
    values.putAll(request.given());
    doubts.removeIf(doubt -> request.given().containsKey(doubt.key()));
    return new Proposal(values, storage, versions, remarks, doubts);
  }

  private void beforehand() {
    values.putAll(new Proposals(machine).all());
    values.keySet().removeIf(key -> key.startsWith("storage.") || key.equals("host.swap"));
    values.put("language", language.tag());
    values.put("daemon.libp2p_announce", "");
  }

  /** What is odd about a service whichever it is. */
  private void look(FoundService service) {
    String repoKey = service.program().name().toLowerCase(Locale.ROOT) + ".repo";
    service
        .repoAtNextStart()
        .filter(later -> service.isRunning() && !later.equals(service.repo()))
        .ifPresent(
            later ->
                doubt(
                    repoKey,
                    words.text("other-repo", service.name(), service.repo(), later),
                    service.repo(),
                    later));
    if (service.process().filter(Adoption::isHidden).isPresent()) {
      remarks.add(words.text("process-hidden", service.name()));
    }
    Repo repo = new Repo(Path.of(service.repo()));
    if (!repo.isReadable()) {
      remarks.add(words.text("repo-unreadable", repo.folder()));
    } else if (!repo.isThere()) {
      remarks.add(words.text("repo-empty", repo.folder()));
    }
    if (service.unit().isEmpty()) {
      remarks.add(words.text("no-unit", service.name(), service.program().file()));
    }
    if (service.process().filter(RunningProgram::replaced).isPresent()) {
      remarks.add(words.text("replaced", service.name(), service.binary()));
    }
    service
        .unit()
        .ifPresent(
            unit -> unit.unreadable().forEach(f -> remarks.add(words.text("unit-unreadable", f))));
  }

  /** Every process has some variables; another user's may not be read. */
  private static boolean isHidden(RunningProgram process) {
    return process.environment().open().isEmpty() && process.environment().secrets().isEmpty();
  }

  private void daemon(FoundService daemon) {
    Repo repo = new Repo(Path.of(daemon.repo()));
    TomlFile config = repo.config();
    values.put("daemon.repo", daemon.repo());
    values.put("daemon.api", api(daemon, repo, "/ip4/127.0.0.1/tcp/1234/http"));
    List<String> listen = config.texts("Libp2p", "ListenAddresses");
    values.put(
        "daemon.libp2p_listen",
        listen.isEmpty() ? "/ip4/0.0.0.0/tcp/0,/ip6/::/tcp/0" : String.join(",", listen));
    if (listen.stream().allMatch(address -> address.contains("/tcp/0"))) {
      remarks.add(words.text("random-port"));
    }
    values.put(
        "daemon.libp2p_announce", String.join(",", config.texts("Libp2p", "AnnounceAddresses")));
    values.put(
        "daemon.bootstrap_peers", String.join(",", config.texts("Libp2p", "BootstrapPeers")));
    values.put("daemon.splitstore", config.text("Chainstore", "EnableSplitstore").orElse("false"));
    daemon.option("--genesis").ifPresent(file -> values.put("daemon.genesis", file));
    values.put("daemon.environment", environment(daemon, Set.of()));
    values.put("snapshot.source", "");
  }

  /** Flag before variable before file, as Lotus has it. */
  private String api(FoundService service, Repo repo, String usual) {
    String configured =
        service
            .option(service.program() == LotusProgram.DAEMON ? "--api" : "--miner-api")
            .filter(port -> port.matches("\\d+"))
            .map(port -> "/ip4/127.0.0.1/tcp/" + port + "/http")
            .or(() -> service.environment().value("LOTUS_API_LISTENADDRESS"))
            .or(() -> repo.config().text("API", "ListenAddress"))
            .orElse(usual);
    Optional<String> now = service.isRunning() ? repo.answersAt() : Optional.empty();
    now.filter(address -> !port(address).equals(port(configured)))
        .ifPresent(
            address -> remarks.add(words.text("other-api", repo.folder(), configured, address)));
    return now.filter(address -> !port(address).equals(port(configured)))
        .map(address -> address.endsWith("/http") ? address : address + "/http")
        .orElse(configured);
  }

  private static String port(String address) {
    return address.replaceFirst(".*/tcp/(\\d+).*", "$1");
  }

  private void network(Optional<FoundService> daemon, List<FoundVersion> versions) {
    Optional<String> told =
        daemon
            .flatMap(service -> running.network(local("daemon")))
            .or(() -> remote().flatMap(running::network));
    Optional<String> built =
        versions.stream().findFirst().flatMap(version -> ofLabel(version.label()));
    // A build for mainnet may be on a network of its own, which has another name.
    Optional<String> network =
        told.flatMap(Adoption::named)
            .or(() -> built.filter(name -> told.isEmpty() || name.equals("2k")));
    network.ifPresentOrElse(
        name -> values.put("node.network", name),
        () ->
            doubt(
                "node.network",
                words.text("network-unknown"),
                "mainnet",
                "calibnet",
                "2k",
                "custom"));
    if (network
        .filter("mainnet"::equals)
        .or(() -> network.filter("calibnet"::equals))
        .isPresent()) {
      values.remove("daemon.genesis");
      values.put("daemon.bootstrap_peers", "");
    }
  }

  private static Optional<String> named(String network) {
    return Optional.ofNullable(
        switch (network) {
          case "mainnet", "testnetnet" -> "mainnet";
          case "calibrationnet", "calibnet" -> "calibnet";
          case "rehearsal" -> "rehearsal";
          default -> network.startsWith("localnet") ? "2k" : null;
        });
  }

  /** Newer versions name the network of their build; an old one that does not may be any. */
  private static Optional<String> ofLabel(String label) {
    Matcher named = NAMED_NETWORK.matcher(label);
    return named.matches()
        ? Optional.of(named.group(1))
            .filter(name -> !name.equals("git"))
            .map(name -> name.equals("debug") ? "2k" : name)
            .flatMap(name -> name.equals("2k") ? Optional.of(name) : named(name))
        : Optional.empty();
  }

  private void miner(FoundService miner, Optional<FoundService> daemon) {
    Repo repo = new Repo(Path.of(miner.repo()));
    values.put("miner.repo", miner.repo());
    values.put("miner.api", api(miner, repo, "/ip4/127.0.0.1/tcp/2345/http"));
    values.put("miner.parameters", "/var/tmp/filecoin-proof-parameters");
    values.put("miner.parents", "/var/tmp/filecoin-parents");
    values.put("miner.tmpdir", "/tmp");
    MINER_KEYS.forEach(
        (variable, key) ->
            miner.environment().value(variable).ifPresent(value -> values.put(key, value)));
    if (miner.environment().value("BELLMAN_NO_GPU").isPresent()) {
      values.put("build.gpu", "none");
    }
    Set<String> covered = new HashSet<>(MINER_KEYS.keySet());
    covered.addAll(
        List.of(
            "BELLMAN_NO_GPU",
            "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
            "FIL_PROOFS_USE_GPU_TREE_BUILDER"));
    values.put("miner.environment", environment(miner, covered));
    repo.storage().forEach(this::storage);
    repo.silentStorage()
        .forEach(path -> remarks.add(words.text("storage-silent", path, repo.folder())));
    if (daemon.isEmpty()) {
      remoteDaemon(miner);
    }
    actor(daemon);
  }

  private void storage(StoragePath path) {
    if (path.seal() || path.store()) {
      storage.add(path);
    } else {
      remarks.add(words.text("storage-idle", path.path()));
    }
  }

  private void remoteDaemon(FoundService miner) {
    Optional<String> address =
        Optional.ofNullable(miner.environment().apis().get("FULLNODE_API_INFO"));
    address.ifPresentOrElse(
        api -> values.put("daemon.remote_api", api),
        () -> doubt("daemon.remote_api", words.text("no-daemon"), "/ip4/10.0.0.2/tcp/1234/http"));
    doubt("daemon.remote_token_file", words.text("remote-token"), "/root/.lotusflow/node-token");
  }

  /** Actor, sector size and keys, as far as the two are there to tell. */
  private void actor(Optional<FoundService> daemon) {
    Optional<String> actor = running.actor(local("miner"));
    actor.ifPresent(name -> values.put("miner.actor", name));
    Optional<MinerInfo> info =
        actor.flatMap(
            name ->
                (daemon.isPresent() ? Optional.of(local("daemon")) : remote())
                    .flatMap(node -> running.info(node, name)));
    info.ifPresentOrElse(
        known -> {
          values.put("miner.sector_size", known.sectorSize().toString());
          values.put("miner.owner", known.owner());
          values.put("miner.worker", known.worker());
        },
        () -> doubt("miner.sector_size", words.text("size-unknown"), "32GiB", "64GiB", "2KiB"));
  }

  private NodeApi local(String table) {
    return NodeApi.local(values.get(table + ".repo"), values.get(table + ".api"));
  }

  private Optional<NodeApi> remote() {
    String address = values.getOrDefault("daemon.remote_api", "");
    String token = values.getOrDefault("daemon.remote_token_file", "");
    return address.isEmpty() || token.isEmpty()
        ? Optional.empty()
        : Optional.of(new NodeApi("", address, token));
  }

  /** As an inline table. Of secrets it is only said that they are there. */
  private String environment(FoundService service, Set<String> covered) {
    Surroundings all = service.environment();
    Map<String, String> kept = new TreeMap<>();
    all.open()
        .forEach(
            (name, value) -> {
              boolean free =
                  OF_LOTUS.matcher(name).matches()
                      && !REPOS.contains(name)
                      && !OURS.contains(name)
                      && !covered.contains(name)
                      && !name.equals("FIL_PROOFS_PARAMETER_CACHE");
              if (free && name.equals("TRUST_PARAMS")) {
                remarks.add(words.text("trusts", service.name()));
              } else if (free && !(name.equals("GOLOG_LOG_FMT") && value.equals("nocolor"))) {
                kept.put(name, value);
              }
            });
    all.secrets().stream()
        .filter(name -> OF_LOTUS.matcher(name).matches() || name.endsWith("_API_INFO"))
        .sorted()
        .forEach(name -> remarks.add(words.text("secret", service.name(), name)));
    return SettingsTemplate.literal(kept);
  }

  private List<FoundVersion> versions(List<FoundService> chosen) {
    Map<String, Map<String, Path>> byLabel = new LinkedHashMap<>();
    Set<Path> seen = new HashSet<>();
    for (FoundService service : chosen) {
      Path own = real(service.binary());
      Path folder = service.binary().toAbsolutePath().getParent();
      Stream.concat(Stream.of(own), SUITE.stream().map(folder::resolve).map(Adoption::real))
          .filter(Files::isExecutable)
          .filter(seen::add)
          .forEach(program -> add(byLabel, program, service, own));
      prefix(own, service.binary());
    }
    List<FoundVersion> versions =
        byLabel.entrySet().stream()
            .map(version -> new FoundVersion(version.getKey(), version.getValue()))
            .toList();
    if (versions.size() > 1) {
      remarks.add(
          words.text(
              "versions-differ",
              versions.stream().map(FoundVersion::label).collect(Collectors.joining(", "))));
    }
    versions.stream().findFirst().ifPresent(this::ref);
    return versions;
  }

  private void add(
      Map<String, Map<String, Path>> byLabel, Path program, FoundService service, Path own) {
    Optional<String> label = labels.apply(program);
    label.ifPresentOrElse(
        text ->
            byLabel
                .computeIfAbsent(text, unknown -> new TreeMap<>())
                .put(program.equals(own) ? service.program().file() : name(program), program),
        () -> remarks.add(words.text("unlabelled", program)));
  }

  private static String name(Path program) {
    return program.getFileName().toString();
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException gone) {
      return program;
    }
  }

  /** What lies as we lay it is ours to switch; elsewhere nothing is linked. */
  private void prefix(Path program, Path called) {
    Matcher layout = OUR_LAYOUT.matcher(program.toString());
    if (layout.matches()) {
      values.put("build.prefix", layout.group(1));
    }
    boolean linked = layout.matches() && !called.startsWith(layout.group(1));
    values.put("build.links", linked ? String.valueOf(called.getParent()) : "");
    if (!layout.matches()) {
      remarks.add(words.text("links", called));
    }
  }

  private void ref(FoundVersion version) {
    Matcher release = RELEASE.matcher(version.label());
    if (release.matches()) {
      values.put("build.ref", "v" + release.group(1));
    }
  }

  private void deadVariables(List<FoundService> chosen, List<FoundVersion> versions) {
    Optional<LotusVersion> version =
        versions.stream().findFirst().map(found -> LotusVersion.parse(found.label()));
    if (version.isEmpty()) {
      return;
    }
    chosen.stream()
        .flatMap(service -> service.environment().open().keySet().stream())
        .distinct()
        .sorted()
        .map(name -> EnvironmentNames.ignoredBy(version.get(), name))
        .flatMap(Optional::stream)
        .forEach(dead -> remarks.add(words.text("dead-variable", dead.name(), version.get())));
  }

  private void services(Optional<FoundService> daemon, Optional<FoundService> miner) {
    List<FoundUnit> units =
        Stream.of(daemon, miner)
            .flatMap(Optional::stream)
            .map(FoundService::unit)
            .flatMap(Optional::stream)
            .toList();
    daemon
        .flatMap(FoundService::unit)
        .ifPresent(unit -> values.put("services.daemon_unit", unit.name()));
    miner
        .flatMap(FoundService::unit)
        .ifPresent(unit -> values.put("services.miner_unit", unit.name()));
    boolean supervised = units.stream().anyMatch(unit -> unit.manager() == Manager.SUPERVISED);
    values.put(
        "services.manager", units.isEmpty() ? "auto" : supervised ? "supervised" : "systemd");
    same(units, FoundUnit::user, "services.user");
    same(units, unit -> unit.limits().getOrDefault("CPUAffinity", ""), "services.cpu_affinity");
    same(units, unit -> size(unit.limits().getOrDefault("MemoryMax", "")), "services.memory_max");
    descriptors(units);
    Stream.of(daemon, miner)
        .flatMap(Optional::stream)
        .map(FoundService::logFile)
        .flatMap(Optional::stream)
        .filter(file -> file.startsWith("/"))
        .map(file -> Path.of(file).getParent())
        .findFirst()
        .ifPresent(folder -> values.put("services.log_folder", folder.toString()));
  }

  /** One key for both units: what only one has is left out, and said. */
  private void same(List<FoundUnit> units, Function<FoundUnit, String> what, String key) {
    List<String> found = units.stream().map(what).distinct().toList();
    if (found.size() == 1 && !found.get(0).isEmpty()) {
      values.put(key, found.get(0));
    } else if (found.size() > 1 && key.equals("services.user")) {
      doubt(key, words.text("users-differ", String.join(", ", quoted(found))), quoted(found));
    } else if (found.size() > 1) {
      remarks.add(words.text("units-differ", key, String.join(", ", quoted(found))));
    }
  }

  private static String[] quoted(List<String> found) {
    return found.stream().map(value -> value.isEmpty() ? "\"\"" : value).toArray(String[]::new);
  }

  private static String size(String memory) {
    return memory.matches("\\d+[KMGT]?") ? memory : "";
  }

  private void descriptors(List<FoundUnit> units) {
    units.stream()
        .map(unit -> unit.limits().getOrDefault("LimitNOFILE", "").replaceFirst(".*:", ""))
        .filter(limit -> limit.matches("\\d{6,9}"))
        .mapToLong(Long::parseLong)
        .max()
        .ifPresent(most -> values.put("host.nofile", Long.toString(most)));
  }

  private void doubt(String key, String seen, String... values) {
    doubts.add(
        new Doubt(
            key, seen, Stream.of(values).map(value -> "--set " + key + '=' + value).toList()));
  }
}
