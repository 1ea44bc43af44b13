package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.init.Machine;
import io.lotusflow.init.Proposals;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.settings.Environments;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes settings of what was found; asks daemon and miner, and changes nothing. */
public final class Adoption {
  private static final String DAEMON = "--daemon";
  private static final String MINER = "--miner";
  private static final Pattern NAMED_NETWORK = Pattern.compile("[^+]*\\+([a-z0-9-]+?)(?:\\+.*)?");

  private final Machine machine;
  private final Language language;
  private final Running running;
  private final Function<Path, Optional<String>> labels;

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
  }

  /** What the settings would be. */
  public Proposal propose(List<FoundService> found, AdoptRequest request) {
    return new Proposing(new Draft(request.given(), language)).propose(found, request);
  }

  /** One proposal while it is made. */
  private final class Proposing {
    private final Draft draft;
    private final FoundVariables variables;

    Proposing(Draft draft) {
      this.draft = draft;
      this.variables = new FoundVariables(draft);
    }

    Proposal propose(List<FoundService> found, AdoptRequest request) {
      Choice daemon =
          Choice.among(found, LotusProgram.DAEMON, request.daemon(), DAEMON, draft.words());
      Choice miner = Choice.among(found, LotusProgram.MINER, request.miner(), MINER, draft.words());
      draft.add(daemon);
      draft.add(miner);
      beforehand();
      if (!daemon.doubts().isEmpty() || !miner.doubts().isEmpty()) {
        // Of nothing in particular there is nothing to tell.
        return draft.with(List.of());
      }
      List<FoundService> chosen =
          Stream.of(daemon.chosen(), miner.chosen()).flatMap(Optional::stream).toList();
      chosen.forEach(this::look);
      draft.put(
          "node.roles",
          chosen.stream()
              .map(service -> service.program().name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(",")));
      daemon.chosen().ifPresent(this::daemon);
      List<FoundVersion> versions = new FoundPrograms(draft, labels).of(chosen);
      network(daemon.chosen(), versions);
      miner.chosen().ifPresent(service -> miner(service, daemon.chosen()));
      new FoundUnits(draft).of(daemon.chosen(), miner.chosen());
      variables.dead(chosen, versions);
      found.stream()
          .filter(service -> service.program() == LotusProgram.WORKER)
          .forEach(
              worker ->
                  draft.remark(
                      "worker", worker.name(), worker.repo(), new FoundWorker(worker).command()));
      return draft.with(versions);
    }

    private void beforehand() {
      new Proposals(machine).all().forEach(draft::put);
      List.of("storage.seal", "storage.store", "host.swap").forEach(draft::remove);
      draft.put("language", language.tag());
      draft.put("daemon.libp2p_announce", "");
    }

    /** What is odd about a service whichever it is. */
    private void look(FoundService service) {
      String repoKey = service.program().name().toLowerCase(Locale.ROOT) + ".repo";
      service
          .repoAtNextStart()
          .filter(later -> service.isRunning() && !later.equals(service.repo()))
          .ifPresent(
              later ->
                  draft.doubt(
                      repoKey,
                      draft.words().text("other-repo", service.name(), service.repo(), later),
                      service.repo(),
                      later));
      if (service.process().filter(Proposing::isHidden).isPresent()) {
        draft.remark("process-hidden", service.name());
      }
      Repo repo = new Repo(Path.of(service.repo()));
      if (!repo.isReadable()) {
        draft.remark("repo-unreadable", repo.folder());
      } else if (!repo.isThere()) {
        draft.remark("repo-empty", repo.folder());
      }
      if (service.unit().isEmpty()) {
        draft.remark("no-unit", service.name(), service.program().file());
      }
      if (service.process().filter(RunningProgram::replaced).isPresent()) {
        draft.remark("replaced", service.name(), service.binary());
      }
      service
          .unit()
          .ifPresent(unit -> unit.unreadable().forEach(f -> draft.remark("unit-unreadable", f)));
    }

    /** Every process has some variables; another user's may not be read. */
    private static boolean isHidden(RunningProgram process) {
      return process.environment().open().isEmpty() && process.environment().secrets().isEmpty();
    }

    private void daemon(FoundService daemon) {
      Repo repo = new Repo(Path.of(daemon.repo()));
      TomlFile config = repo.config();
      draft.put("daemon.repo", daemon.repo());
      draft.put("daemon.api", api(daemon, repo, "/ip4/127.0.0.1/tcp/1234/http"));
      List<String> listen = config.texts("Libp2p", "ListenAddresses");
      draft.put(
          "daemon.libp2p_listen",
          listen.isEmpty() ? "/ip4/0.0.0.0/tcp/0,/ip6/::/tcp/0" : String.join(",", listen));
      if (listen.stream().allMatch(address -> address.matches(".*/(tcp|udp)/0(/.*)?"))) {
        draft.remark("random-port");
      }
      draft.put(
          "daemon.libp2p_announce", String.join(",", config.texts("Libp2p", "AnnounceAddresses")));
      draft.put(
          "daemon.bootstrap_peers", String.join(",", config.texts("Libp2p", "BootstrapPeers")));
      draft.put("daemon.splitstore", config.text("Chainstore", "EnableSplitstore").orElse("false"));
      daemon.option("--genesis").ifPresent(file -> draft.put("daemon.genesis", file));
      draft.put("daemon.environment", variables.kept(daemon, Set.of()));
      draft.put("snapshot.source", "");
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
          .ifPresent(address -> draft.remark("other-api", repo.folder(), configured, address));
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
          told.flatMap(Proposing::named)
              .or(() -> built.filter(name -> told.isEmpty() || name.equals("2k")));
      network.ifPresentOrElse(
          name -> draft.put("node.network", name),
          () ->
              draft.doubt(
                  "node.network",
                  draft.words().text("network-unknown"),
                  "mainnet",
                  "calibnet",
                  "2k",
                  "custom"));
      if (network
          .filter("mainnet"::equals)
          .or(() -> network.filter("calibnet"::equals))
          .isPresent()) {
        draft.remove("daemon.genesis");
        draft.put("daemon.bootstrap_peers", "");
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
      draft.put("miner.repo", miner.repo());
      draft.put("miner.api", api(miner, repo, "/ip4/127.0.0.1/tcp/2345/http"));
      draft.put("miner.parameters", "/var/tmp/filecoin-proof-parameters");
      draft.put("miner.parents", "/var/tmp/filecoin-parents");
      draft.put("miner.tmpdir", "/tmp");
      Environments.OF_PROVING.forEach(
          (variable, key) ->
              miner.environment().value(variable).ifPresent(value -> draft.put(key, value)));
      if (miner.environment().value("BELLMAN_NO_GPU").isPresent()) {
        draft.put("build.gpu", "none");
      }
      Set<String> covered = new HashSet<>(Environments.OF_PROVING.keySet());
      covered.addAll(
          List.of(
              "BELLMAN_NO_GPU",
              "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
              "FIL_PROOFS_USE_GPU_TREE_BUILDER"));
      draft.put("miner.environment", variables.kept(miner, covered));
      repo.storage().forEach(this::storage);
      repo.silentStorage().forEach(path -> draft.remark("storage-silent", path, repo.folder()));
      if (daemon.isEmpty()) {
        remoteDaemon(miner);
      }
      actor(daemon);
    }

    private void storage(StoragePath path) {
      if (path.seal() || path.store()) {
        draft.add(path);
      } else {
        draft.remark("storage-idle", path.path());
      }
    }

    private void remoteDaemon(FoundService miner) {
      Optional<String> address =
          Optional.ofNullable(miner.environment().apis().get("FULLNODE_API_INFO"));
      address.ifPresentOrElse(
          api -> draft.put("daemon.remote_api", api),
          () ->
              draft.doubt(
                  "daemon.remote_api",
                  draft.words().text("no-daemon"),
                  "/ip4/10.0.0.2/tcp/1234/http"));
      draft.doubt(
          "daemon.remote_token_file",
          draft.words().text("remote-token"),
          "/root/.lotusflow/node-token");
    }

    /** Actor, sector size and keys, as far as the two are there to tell. */
    private void actor(Optional<FoundService> daemon) {
      Optional<String> actor = running.actor(local("miner"));
      actor.ifPresent(name -> draft.put("miner.actor", name));
      Optional<MinerInfo> info =
          actor.flatMap(
              name ->
                  (daemon.isPresent() ? Optional.of(local("daemon")) : remote())
                      .flatMap(node -> running.info(node, name)));
      info.ifPresentOrElse(
          known -> {
            draft.put("miner.sector_size", known.sectorSize().toString());
            draft.put("miner.owner", known.owner());
            draft.put("miner.worker", known.worker());
          },
          () ->
              draft.doubt(
                  "miner.sector_size",
                  draft.words().text("size-unknown"),
                  "32GiB",
                  "64GiB",
                  "2KiB"));
    }

    private NodeApi local(String table) {
      return NodeApi.local(draft.value(table + ".repo"), draft.value(table + ".api"));
    }

    private Optional<NodeApi> remote() {
      String address = draft.value("daemon.remote_api");
      String token = draft.value("daemon.remote_token_file");
      return address.isEmpty() || token.isEmpty()
          ? Optional.empty()
          : Optional.of(new NodeApi("", address, token));
    }
  }
}
