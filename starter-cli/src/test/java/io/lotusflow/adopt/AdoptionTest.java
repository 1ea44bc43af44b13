package io.lotusflow.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.init.Machine;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.service.ServicePlan.Manager;
import io.lotusflow.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdoptionTest {
  private static final Machine MACHINE =
      new Machine(
          "miner-7",
          "/root",
          true,
          "AMD EPYC 7F32",
          8,
          true,
          ByteSize.parse("256GiB"),
          List.of(),
          false,
          List.of(),
          List.of("203.0.113.7"),
          List.of(),
          "");

  @TempDir Path folder;
  private Path bin;

  @BeforeEach
  void buildByHand() throws IOException {
    bin = folder.resolve("usr-local-bin");
    for (String name : List.of("lotus", "lotus-miner")) {
      Path program =
          write(
              bin.resolve(name),
              "#!/bin/sh\necho " + name + " version 1.33.0+mainnet+git.0123abcd\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    write(
        folder.resolve("daemon/config.toml"),
        """
        [API]
          ListenAddress = "/ip4/127.0.0.1/tcp/11234/http"
        [Libp2p]
          ListenAddresses = ["/ip4/0.0.0.0/tcp/24001", "/ip4/0.0.0.0/udp/24001/quic-v1"]
          AnnounceAddresses = ["/ip4/203.0.113.7/tcp/24001"]
        [Chainstore]
          EnableSplitstore = false
        """);
    write(
        folder.resolve("miner/config.toml"),
        "[API]\n#ListenAddress = \"/ip4/127.0.0.1/tcp/9/http\"\n");
    write(
        folder.resolve("miner/storage.json"),
        """
        {"StoragePaths": [{"Path": "%1$s/seal/"}, {"Path": "%1$s/store"}, {"Path": "%1$s/gone"}]}
        """
            .formatted(folder));
    write(
        folder.resolve("seal/sectorstore.json"),
        "{\"ID\": \"a\", \"Weight\": 20, \"CanSeal\": true, \"CanStore\": false, \"MaxStorage\": 123456789012}");
    write(
        folder.resolve("store/sectorstore.json"),
        "{\"ID\": \"b\", \"Weight\": 10, \"CanSeal\": false, \"CanStore\": true, \"Groups\": [\"cold\"]}");
  }

  private FoundService daemon(String unit, long pid, String repo, String repoOfUnit) {
    return service(
        LotusProgram.DAEMON,
        unit,
        pid,
        Map.of("LOTUS_PATH", repo, "LOTUS_CHAIN_INDEX_CACHE", "65536", "PATH", "/bin", "LANG", "C"),
        Map.of("LOTUS_PATH", repoOfUnit));
  }

  private FoundService miner() {
    Map<String, String> environment =
        Map.of(
            "LOTUS_MINER_PATH", folder.resolve("miner").toString(),
            "LOTUS_PATH", folder.resolve("daemon").toString(),
            "FIL_PROOFS_PARAMETER_CACHE", "/fast/params",
            "TMPDIR", "/fast/tmp",
            "FIL_PROOFS_MAXIMIZE_CACHING", "1",
            "GOLOG_FILE", "/var/log/lotus/miner.log",
            "FULLNODE_API_INFO", "t0ken:/ip4/127.0.0.1/tcp/11234/http");
    return service(LotusProgram.MINER, "fil-miner", 22, environment, environment);
  }

  private FoundService service(
      LotusProgram program,
      String unit,
      long pid,
      Map<String, String> environment,
      Map<String, String> ofUnit) {
    Path binary = bin.resolve(program.file());
    String verb = program == LotusProgram.DAEMON ? "daemon" : "run";
    FoundUnit kept =
        new FoundUnit(
            unit,
            Manager.SYSTEMD,
            List.of(binary.toString(), verb),
            Surroundings.of(ofUnit),
            "fil",
            Map.of("LimitNOFILE", "1000000", "MemoryMax", "infinity"),
            "",
            List.of(),
            List.of());
    RunningProgram running =
        new RunningProgram(
            program,
            pid,
            binary,
            false,
            List.of(verb),
            Surroundings.of(environment),
            "/home/fil",
            "fil",
            unit,
            "");
    return new FoundService(
        program,
        Optional.of(kept),
        pid == 0 ? Optional.empty() : Optional.of(running),
        "/home/fil");
  }

  private FoundService daemon() {
    String repo = folder.resolve("daemon").toString();
    return daemon("fil-daemon", 11, repo, repo);
  }

  private static Proposal propose(Running running, List<FoundService> found, AdoptRequest request) {
    return new Adoption(MACHINE, Language.ENGLISH, running, FoundVersion::labelOf)
        .propose(found, request);
  }

  private static AdoptRequest nothing() {
    return new AdoptRequest("", "", Map.of());
  }

  private Settings settings(Proposal proposal) throws Exception {
    return proposal.settings(folder.resolve("lotusflow.toml"), Language.ENGLISH);
  }

  @Test
  void tellsHowASealWorkerBecomesOneOfOurs() {
    RunningProgram running =
        new RunningProgram(
            LotusProgram.WORKER,
            33,
            bin.resolve("lotus-worker"),
            false,
            List.of("run", "--listen", "0.0.0.0:3460", "--precommit1", "--commit=false"),
            Surroundings.of(
                Map.of(
                    "LOTUS_WORKER_PATH", "/fast/worker",
                    "TMPDIR", "/fast/tmp",
                    "FIL_PROOFS_USE_MULTICORE_SDR", "1",
                    "MINER_API_INFO", "t0ken:/ip4/127.0.0.1/tcp/2345/http")),
            "/home/fil",
            "fil",
            "lotus-worker-pc.service",
            "");
    FoundService worker =
        new FoundService(LotusProgram.WORKER, Optional.empty(), Optional.of(running), "/home/fil");

    assertThat(new FoundWorker(worker).command())
        .isEqualTo(
            "lotusflow seal-worker add w1 --path /fast/worker --tmpdir /fast/tmp"
                + " --listen 127.0.0.1:3460 --tasks AP,PC1,PC2,UNS"
                + " --env FIL_PROOFS_USE_MULTICORE_SDR=1");
    assertThat(propose(new Answering(), List.of(daemon(), miner(), worker), nothing()).remarks())
        .anyMatch(said -> said.contains("seal-worker add w1 --path /fast/worker"));
  }

  @Test
  void writesWhatItFoundSoThatItIsReadBack() throws Exception {
    Proposal proposal = propose(new Answering(), List.of(daemon(), miner()), nothing());

    assertThat(proposal.doubts()).isEmpty();
    Settings settings = settings(proposal);
    assertThat(settings.node().network().key()).isEqualTo("mainnet");
    assertThat(settings.build().ref()).isEqualTo("v1.33.0");
    assertThat(settings.build().links()).isEmpty();
    assertThat(settings.daemon().repo()).isEqualTo(folder.resolve("daemon").toString());
    assertThat(settings.daemon().api()).hasToString("/ip4/127.0.0.1/tcp/11234/http");
    assertThat(settings.daemon().libp2pListen().toString()).contains("tcp/24001", "quic-v1");
    assertThat(settings.daemon().libp2pAnnounce().toString()).contains("203.0.113.7");
    assertThat(settings.daemon().splitstore()).isFalse();
    assertThat(settings.daemon().environment())
        .containsOnly(Map.entry("LOTUS_CHAIN_INDEX_CACHE", "65536"));
    assertThat(settings.miner().actor()).isEqualTo("f01000");
    assertThat(settings.miner().sectorSize()).hasToString("64GiB");
    assertThat(settings.miner().parameters()).isEqualTo("/fast/params");
    assertThat(settings.miner().tmpdir()).isEqualTo("/fast/tmp");
    assertThat(settings.miner().parents()).isEqualTo("/var/tmp/filecoin-parents");
    assertThat(settings.miner().environment())
        .containsEntry("GOLOG_FILE", "/var/log/lotus/miner.log");
    assertThat(settings.services().daemonUnit()).isEqualTo("fil-daemon");
    assertThat(settings.services().minerUnit()).isEqualTo("fil-miner");
    assertThat(settings.services().manager()).isEqualTo(Manager.SYSTEMD);
    assertThat(settings.services().user()).isEqualTo("fil");
    assertThat(settings.services().logFolder()).isEqualTo("/var/log/lotus");
    assertThat(settings.host().nofile()).isEqualTo(1_000_000);
    assertThat(settings.storage()).hasSize(2);
    assertThat(settings.storage().get(0).path()).isEqualTo(folder.resolve("seal").toString());
    assertThat(settings.storage().get(0).weight()).isEqualTo(20);
    assertThat(settings.storage().get(0).maxStorage()).contains(new ByteSize(123456789012L));
    assertThat(settings.storage().get(1).groups()).containsExactly("cold");
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsOddInBothLanguagesAndNoSecret(Language language) {
    Proposal proposal =
        new Adoption(MACHINE, language, new Answering(), FoundVersion::labelOf)
            .propose(List.of(daemon(), miner()), nothing());
    String told = String.join("\n", proposal.remarks());
    assertThat(told)
        .contains(
            "FIL_PROOFS_MAXIMIZE_CACHING", "FULLNODE_API_INFO", folder.resolve("gone").toString());
    assertThat(told + proposal.text(language)).doesNotContain("t0ken");
  }

  @Test
  void asksWhichOfTwoDaemonsIsMeant() {
    FoundService other = daemon("other-daemon", 12, folder + "/two", folder + "/two");

    Proposal proposal = propose(new Answering(), List.of(daemon(), other, miner()), nothing());
    Proposal decided =
        propose(
            new Answering(),
            List.of(daemon(), other, miner()),
            new AdoptRequest("other-daemon", "", Map.of()));

    assertThat(proposal.doubts()).hasSize(1);
    assertThat(proposal.doubts().get(0).options())
        .containsExactly("--daemon fil-daemon", "--daemon other-daemon");
    assertThat(decided.doubts()).isEmpty();
    assertThat(decided.values()).containsEntry("daemon.repo", folder + "/two");
  }

  @Test
  void asksWhichPathIsRightWhereUnitAndProcessDisagree() throws Exception {
    List<FoundService> found =
        List.of(daemon("fil-daemon", 11, folder + "/daemon", folder + "/later"), miner());

    Proposal proposal = propose(new Answering(), found, nothing());
    Map<String, String> given = Map.of("daemon.repo", folder + "/later");
    Proposal decided = propose(new Answering(), found, new AdoptRequest("", "", given));

    assertThat(proposal.doubts()).extracting(Doubt::key).containsExactly("daemon.repo");
    assertThat(proposal.doubts().get(0).options())
        .containsExactly(
            "--set daemon.repo=" + folder + "/daemon", "--set daemon.repo=" + folder + "/later");
    assertThat(decided.doubts()).isEmpty();
    assertThat(settings(decided).daemon().repo()).isEqualTo(folder + "/later");
  }

  @Test
  void asksWhatNobodyAnswersWhileNodeAndMinerAreDown() {
    Proposal proposal = propose(new Silent(), List.of(daemon(), miner()), nothing());
    assertThat(proposal.values()).containsEntry("node.network", "mainnet");
    assertThat(proposal.doubts()).extracting(Doubt::key).containsExactly("miner.sector_size");
  }

  @Test
  void doesNotTakeANetworkOfItsOwnForMainnetByItsBuild() {
    Running own =
        new Answering() {
          @Override
          public Optional<String> network(NodeApi daemon) {
            return Optional.of("ours");
          }
        };
    Proposal proposal = propose(own, List.of(daemon(), miner()), nothing());
    assertThat(proposal.doubts()).extracting(Doubt::key).containsExactly("node.network");
  }

  @Test
  void wantsATokenFileForADaemonElsewhereAndCopiesNoToken() throws Exception {
    Path token = write(folder.resolve("token"), "a.b.c");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

    Proposal proposal = propose(new Answering(), List.of(miner()), nothing());
    Proposal decided =
        propose(
            new Answering(),
            List.of(miner()),
            new AdoptRequest(
                "",
                "",
                Map.of(
                    "daemon.remote_token_file", token.toString(), "miner.sector_size", "32GiB")));

    assertThat(proposal.doubts()).extracting(Doubt::key).contains("daemon.remote_token_file");
    assertThat(decided.doubts()).isEmpty();
    Settings settings = settings(decided);
    assertThat(settings.node().roles()).hasSize(1);
    assertThat(settings.daemon().remoteApi()).isEqualTo("/ip4/127.0.0.1/tcp/11234/http");
  }

  @Test
  void keepsAProgramUnderItsOwnNameWhateverItsFileIsCalled() throws Exception {
    Files.move(bin.resolve("lotus"), bin.resolve("lotus-1.33"));
    Files.createSymbolicLink(bin.resolve("lotus"), Path.of("lotus-1.33"));

    Proposal proposal = propose(new Answering(), List.of(daemon(), miner()), nothing());
    String kept = proposal.versions().get(0).keep(folder.resolve("opt")).bin();

    assertThat(Path.of(kept, "lotus")).hasSameBinaryContentAs(bin.resolve("lotus-1.33"));
    assertThat(Path.of(kept, "lotus-1.33")).doesNotExist();
  }

  @Test
  void keepsTheProgramsAsAVersionAndTouchesThemNot() throws Exception {
    Proposal proposal = propose(new Answering(), List.of(daemon(), miner()), nothing());
    Path prefix = folder.resolve("opt");

    String kept = proposal.versions().get(0).keep(prefix).bin();

    assertThat(proposal.versions()).hasSize(1);
    assertThat(kept).isEqualTo(prefix + "/versions/1.33.0+mainnet+git.0123abcd/bin");
    for (String name : Set.of("lotus", "lotus-miner")) {
      assertThat(Path.of(kept, name)).hasSameBinaryContentAs(bin.resolve(name));
      assertThat(Files.isSymbolicLink(bin.resolve(name))).isFalse();
    }
    assertThat(prefix.resolve("current")).doesNotExist();
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static class Answering implements Running {
    @Override
    public Optional<String> network(NodeApi daemon) {
      return Optional.of("mainnet");
    }

    @Override
    public Optional<String> actor(NodeApi miner) {
      return Optional.of("f01000");
    }

    @Override
    public Optional<MinerInfo> info(NodeApi daemon, String actor) {
      return Optional.of(
          new MinerInfo(
              "f0100",
              "f0101",
              List.of(),
              Optional.empty(),
              -1,
              "f0100",
              "",
              List.of(),
              ByteSize.parse("64GiB")));
    }
  }

  private static final class Silent implements Running {
    @Override
    public Optional<String> network(NodeApi daemon) {
      return Optional.empty();
    }

    @Override
    public Optional<String> actor(NodeApi miner) {
      return Optional.empty();
    }

    @Override
    public Optional<MinerInfo> info(NodeApi daemon, String actor) {
      return Optional.empty();
    }
  }
}
