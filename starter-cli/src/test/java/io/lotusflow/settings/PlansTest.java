package io.lotusflow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.chain.ExportPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.migration.MigrationPlan;
import io.lotusflow.migration.PathMove;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Scope;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {

  private static final Path DOWNLOADS = Path.of("/var/lib/lotusflow/downloads");

  @TempDir Path folder;

  @Test
  void fillsInWhatDependsOnTheNetwork() throws BadSettings {
    InstallPlan plan = plans("calibnet", "").install();
    assertThat(plan.build().makeTarget()).isEqualTo("calibnet");
    assertThat(plan.snapshot().orElseThrow().source())
        .isEqualTo("https://forest-archive.chainsafe.dev/latest/calibnet/");
    assertThat(plan.snapshot().orElseThrow().downloads()).isEqualTo(DOWNLOADS.toString());
    assertThat(plan.host().access().ipfsGateways())
        .containsExactly("https://proofs.filecoin.io/ipfs/");
  }

  @Test
  void takesToolchainsFromTheMirrorsOfAPreset() throws BadSettings {
    BuildPlan build = plans("mainnet", "[network_access]\npreset = \"ustc\"").build();
    assertThat(build.access().cargoRegistry()).contains("mirrors.ustc.edu.cn");
    assertThat(build.toolchain().goDownloads()).isEqualTo("https://golang.google.cn/dl/");
  }

  @Test
  void takesTheSmallSectorsOfADevnetAndNoSnapshot() throws BadSettings {
    InstallPlan plan = plans("2k", "").install();
    assertThat(plan.miner().orElseThrow().sectorSize()).hasToString("2KiB");
    assertThat(plan.snapshot()).isEmpty();
  }

  @Test
  void exportsAsTheSettingsSayUnlessAskedOtherwise() throws BadSettings {
    ExportPlan usual = export("");
    assertThat(usual.folder()).isEqualTo(DOWNLOADS.resolveSibling("exports").toString());
    assertThat(usual.recentStateRoots()).isEqualTo(2000);
    assertThat(usual.skipOldMessages()).isTrue();
    assertThat(usual.compress()).isFalse();
    assertThat(usual.keep()).isEqualTo(3);
    ExportPlan full = export("[export]\nrecent_stateroots = 0\nfolder = \"/pool/exports\"");
    assertThat(full.isFull()).isTrue();
    assertThat(full.skipOldMessages()).isFalse();
    assertThat(full.folder()).isEqualTo("/pool/exports");
  }

  private ExportPlan export(String more) throws BadSettings {
    Plans plans = plans("mainnet", more);
    return plans.export(settings -> settings, LeaseAsk.patient(plans.scope())).orElseThrow();
  }

  @Test
  void validatesAFullChainOnlyWhereItIsAskedFor() throws BadSettings {
    Plans plans = plans("mainnet", "[snapshot]\nsource = \"none\"");
    assertThat(plans.wholeChain("/srv/full.car").orElseThrow().wholeChain()).isTrue();
    assertThat(plans("mainnet", "").snapshot().orElseThrow().wholeChain()).isFalse();
  }

  @Test
  void asksBeforeItSpendsWhatIsWorthSomething() throws BadSettings {
    assertThat(plans("mainnet", "").miner().orElseThrow().askFirst()).isTrue();
    assertThat(plans("calibnet", "").install().miner().orElseThrow().askFirst()).isTrue();
    assertThat(plans("2k", "").miner().orElseThrow().askFirst()).isFalse();
    Plans allowed = plans("mainnet", "").withSpendingAllowed();
    assertThat(allowed.install().miner().orElseThrow().askFirst()).isFalse();
  }

  @Test
  void looksAtAMigrationAsAtARestartOfItsMiner() throws BadSettings {
    MigrationPlan plan =
        plans("mainnet", "")
            .storageMigrate(
                List.of(new PathMove("/disk1", List.of("/disk9"))),
                2,
                new ByteSize(0),
                MigrationPlan.Old.KEPT,
                Duration.ZERO,
                Duration.ofMinutes(2))
            .orElseThrow();
    assertThat(plan.restart().orElseThrow().what()).isEqualTo(RestartPlan.What.MINER);
    assertThat(plan.restart().orElseThrow().miner()).contains(plan.miner());
  }

  @Test
  void syncsFromGenesisWhenAsked() throws BadSettings {
    assertThat(plans("mainnet", "[snapshot]\nsource = \"none\"").snapshot()).isEmpty();
  }

  @Test
  void leavesOutTheMinerOfANodeAlone() throws BadSettings {
    Plans plans = plans("mainnet", "", "roles = [\"daemon\"]");
    assertThat(plans.miner()).isEmpty();
    assertThat(plans.services())
        .extracting(service -> service.unit().name())
        .containsExactly("lotus-daemon");
  }

  @Test
  void givesServicesAllTheyNeed() throws BadSettings {
    List<ServicePlan> services = plans("mainnet", STORAGE).services();
    ServiceUnit daemon = services.get(0).unit();
    ServiceUnit miner = services.get(1).unit();
    assertThat(daemon.command()).containsExactly("/opt/lotus/current/bin/lotus", "daemon");
    assertThat(daemon.environment())
        .containsEntry("LOTUS_PATH", "/srv/lotus/daemon")
        .containsEntry("LOTUS_FD_MAX", "1048576");
    assertThat(daemon.nofile()).isGreaterThanOrEqualTo(100_000);
    assertThat(daemon.stopTimeout()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(miner.command()).containsExactly("/opt/lotus/current/bin/lotus-miner", "run");
    assertThat(miner.after()).containsExactly("lotus-daemon.service");
    assertThat(miner.requiresMounts()).contains("/srv/lotus/miner", "/nvme0", "/srv/lotus/tmp");
    assertThat(miner.logFile()).isEqualTo("/var/log/lotus/lotus-miner.log");
  }

  @Test
  void givesTheMinerItsFoldersAndItsGpu() throws BadSettings {
    MinerPlan miner =
        plans(
                "mainnet",
                """
                [build]
                gpu = "cuda"
                [miner]
                custom_gpu = "GeForce RTX 3080:8704"
                cuda_visible_devices = "0,1"
                environment = { RUST_LOG = "info", FIL_PROOFS_MAXIMIZE_CACHING = "1" }
                """)
            .miner()
            .orElseThrow();
    assertThat(miner.environment())
        .containsAllEntriesOf(
            Map.of(
                "LOTUS_MINER_PATH", "/srv/lotus/miner",
                "LOTUS_PATH", "/srv/lotus/daemon",
                "FIL_PROOFS_PARAMETER_CACHE", "/srv/lotus/parameters",
                "FIL_PROOFS_PARENT_CACHE", "/srv/lotus/parents",
                "TMPDIR", "/srv/lotus/tmp",
                "BELLMAN_CPU_UTILIZATION", "0.875",
                "FIL_PROOFS_USE_GPU_TREE_BUILDER", "1",
                "RUST_GPU_TOOLS_CUSTOM_GPU", "GeForce RTX 3080:8704",
                "CUDA_VISIBLE_DEVICES", "0,1",
                "RUST_LOG", "info"))
        .doesNotContainKeys("FIL_PROOFS_MAXIMIZE_CACHING", "BELLMAN_CUSTOM_GPU");
  }

  @Test
  void speaksTheOldVersionsNames() throws BadSettings {
    MinerPlan miner =
        plans(
                "mainnet",
                """
                [build]
                ref = "v1.1.2"
                gpu = "opencl"
                [miner]
                custom_gpu = "GeForce RTX 3080:8704"
                environment = { FIL_PROOFS_MAXIMIZE_CACHING = "1" }
                """)
            .miner()
            .orElseThrow();
    assertThat(miner.environment())
        .containsEntry("BELLMAN_CUSTOM_GPU", "GeForce RTX 3080:8704")
        .containsEntry("FIL_PROOFS_MAXIMIZE_CACHING", "1");
  }

  @Test
  void keepsProofsOffAGpuThatIsNotThere() throws BadSettings {
    MinerPlan miner = plans("mainnet", "[build]\ngpu = \"none\"").miner().orElseThrow();
    assertThat(miner.environment())
        .containsEntry("BELLMAN_NO_GPU", "1")
        .doesNotContainKey("FIL_PROOFS_USE_GPU_TREE_BUILDER");
  }

  @Test
  void namesTheFileOfARemoteTokenAndNothingOfItsContent() throws Exception {
    Path token = tokenFile();
    Plans plans = remote(token);
    assertThat(plans.node())
        .isEqualTo(new NodeApi("", "/ip4/10.0.0.1/tcp/1234/http", token.toString()));
    assertThat(plans.daemon()).isEmpty();
    assertThat(plans.snapshot()).isEmpty();
    assertThat(plans.install().toString()).contains(token.toString()).doesNotContain("s3cret");
    assertThat(plans.miner().orElseThrow().environment()).doesNotContainKey("LOTUS_PATH");
  }

  /** The command as it is, with a program in lotus-miner's place that shows what it was given. */
  @Test
  void theMinersServiceReadsARemoteTokenItself() throws Exception {
    List<String> command = remote(tokenFile()).services().get(0).unit().command();
    List<String> shown = new java.util.ArrayList<>(command.subList(0, command.size() - 2));
    shown.addAll(List.of("/usr/bin/printenv", "FULLNODE_API_INFO"));
    Process process = new ProcessBuilder(shown).start();
    assertThat(
            new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("s3cret:/ip4/10.0.0.1/tcp/1234/http\n");
    assertThat(String.join(" ", command)).doesNotContain("s3cret");
  }

  private static final String STORAGE =
      """
      [[storage]]
      path = "/nvme0"
      seal = true
      """;

  private Path tokenFile() throws IOException {
    Path token = Files.writeString(folder.resolve("to ken"), "s3cret\n");
    return Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  private Plans remote(Path token) throws BadSettings {
    return plans(
        "mainnet",
        """
        [daemon]
        remote_api = "/ip4/10.0.0.1/tcp/1234/http"
        remote_token_file = "%s"
        """
            .formatted(token),
        "roles = [\"miner\"]");
  }

  private static SealWorker sealWorker(SealTask... tasks) {
    return new SealWorker(
        "a",
        "/lab/a",
        "/lab/a/tmp",
        "127.0.0.1:3456",
        List.of(tasks),
        "0",
        Map.of("RUST_LOG", "info"));
  }

  private static List<String> flags(String ref, SealTask... tasks) throws BadSettings {
    return plans("mainnet", "[build]\nref = \"" + ref + "\"")
        .sealWorkerUnit(sealWorker(tasks), Path.of("/lab/a.miner"))
        .unit()
        .command()
        .stream()
        .filter(word -> word.matches("--[a-z0-9-]+=(true|false)"))
        .toList();
  }

  /** A flag that a version does not know ends the worker. */
  @Test
  void aSealWorkerDoesWhatItWasAddedForAndNothingElse() throws BadSettings {
    assertThat(flags("v1.36.2", SealTask.PRECOMMIT2))
        .contains("--precommit2=true", "--replica-update=true", "--commit=false")
        .contains("--prove-replica-update2=false", "--regen-sector-key=false");
    assertThat(flags("v1.36.2", SealTask.COMMIT))
        .contains("--commit=true", "--prove-replica-update2=true", "--replica-update=false");
    assertThat(flags("v1.11.0", SealTask.COMMIT, SealTask.PRECOMMIT2))
        .containsExactly(
            "--addpiece=false",
            "--precommit1=false",
            "--precommit2=true",
            "--commit=true",
            "--unseal=false");
  }

  /** The unit with which the tests of services go to a real systemd. */
  @Test
  void theUnitOfASealWorkerIsTheOneThatIsTriedOnASystemd() throws Exception {
    Path tried = Path.of("../activities/src/test/resources/io/lotusflow/service/seal-worker.json");
    String tables =
        """
        [build]
        prefix = "/lab/lotus"
        gpu = "none"
        [miner]
        repo = "/lab/miner"
        parameters = "/lab/parameters"
        parents = "/lab/parents"
        [services]
        log_folder = "/lab/logs"
        """;
    ServiceUnit unit =
        plans("mainnet", tables)
            .sealWorkerUnit(sealWorker(SealTask.values()), Path.of("/lab/state/a.miner"))
            .unit();
    ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper();
    assertThat(json.readValue(tried.toFile(), ServiceUnit.class)).isEqualTo(unit);
  }

  private static Plans plans(String network, String tables) throws BadSettings {
    return plans(network, tables, "");
  }

  private static Plans plans(String network, String tables, String roles) throws BadSettings {
    String text = "[node]\nname = \"n\"\nnetwork = \"" + network + "\"\n" + roles + '\n' + tables;
    Settings settings = new SettingsReader(Language.ENGLISH).parse(Path.of("lotusflow.toml"), text);
    Scope scope = new Scope(settings.node().name(), new HostId("host"), Language.ENGLISH, false);
    return new Plans(settings, scope, DOWNLOADS);
  }
}
