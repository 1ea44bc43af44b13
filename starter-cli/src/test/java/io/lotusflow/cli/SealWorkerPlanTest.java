package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.host.CpuList;
import io.lotusflow.host.Topology;
import io.lotusflow.host.Topology.Core;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.messages.Language;
import io.lotusflow.sealworker.Kept;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.StageTimes;
import io.lotusflow.sealworker.WorkersPlan;
import io.lotusflow.sealworker.WorkersPlanner;
import io.lotusflow.sealworker.WorkersRequest;
import io.lotusflow.watch.Columns;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Planned on this machine, whatever it is: small sectors fit anywhere. */
class SealWorkerPlanTest {

  @TempDir private Path home;
  private String settings;
  private String plan;

  @BeforeEach
  void aMinersSettings() throws IOException {
    Path file = home.resolve("lotusflow.toml");
    Files.writeString(
        file,
        """
        [node]
        name = "node-1"
        network = "mainnet"
        [miner]
        repo = "%s/miner"
        """
            .formatted(home));
    settings = file.toString();
    plan = home.resolve("plans/workers.json").toString();
  }

  private Cli plan(String... more) {
    List<String> arguments = new ArrayList<>(List.of("seal-worker", "plan", "--config", settings));
    arguments.addAll(List.of(more));
    return Cli.call(home, arguments.toArray(String[]::new));
  }

  @Test
  void saysWhatToAddAndWhatToTellTheMiner() {
    Cli call = plan("--sector-size", "2KiB");

    assertThat(call.exit()).isEqualTo(Exit.DONE);
    assertThat(call.out())
        .contains("CPUs ", "/worker-", "  [Sealing]", "    MaxSealingSectors = ", "Why:")
        .contains("    AllowPreCommit1 = false", "No rate is expected without a benchmark")
        .doesNotContain("{0}", "cli:", "seal-plan:");
    assertThat(call.out().lines().filter(line -> !line.contains(home.toString())))
        .allMatch(line -> Columns.width(line) <= 80);
  }

  @Test
  void speaksChinese() {
    Cli call = plan("--sector-size", "2KiB", "--lang", "zh-CN");

    assertThat(call.out()).contains("理由：", "没有基准测试", "含交换空间").doesNotContain("Why");
  }

  @Test
  void countsOnABenchmarkThatWasGiven() throws IOException {
    Path bench = home.resolve("bench.json");
    Files.writeString(
        bench,
        """
        2026-01-01 INFO something
        {"SectorSize": 2048, "SealingResults": [{"AddPiece": 1000000000,
         "PreCommit1": 2000000000, "PreCommit2": 1000000000, "Commit1": 1000000000,
         "Commit2": 62000000000}]}
        """);
    Cli call = plan("--sector-size", "2KiB", "--benchmark", bench.toString());
    assertThat(call.out()).contains("Expected: ", "C2 limits");

    Cli other = plan("--sector-size", "8MiB", "--benchmark", bench.toString());
    assertThat(other.exit()).isEqualTo(Exit.USAGE);
    assertThat(other.err()).contains("bench.json has no times", "8MiB");
  }

  @Test
  void saysWhatIsMissing() {
    Cli call = plan("--keep-memory", "100000TiB");

    assertThat(call.exit()).isEqualTo(Exit.REFUSED);
    assertThat(call.err())
        .contains("too little for a worker that seals 32GiB", "memory: 56.0GiB needed, 0B left")
        .contains("--keep-memory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sector-size=31GiB",
        "--sector-size=big",
        "--keep-memory=much",
        "--keep-cores=-1"
      })
  void refusesNumbersThatAreNone(String option) {
    assertThat(plan(option).exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void writesThePlanDownAndReplacesNoneUnasked() throws IOException {
    Cli first = plan("--sector-size", "2KiB", "--write", plan);
    assertThat(first.exit()).isEqualTo(Exit.DONE);
    assertThat(first.err()).contains("--from-plan " + plan);
    JsonNode written = new ObjectMapper().readTree(Path.of(plan).toFile());
    assertThat(written.path("sectorSize").asLong()).isEqualTo(2048);

    Cli second = plan("--sector-size", "8MiB", "--write", plan);
    assertThat(second.exit()).isEqualTo(Exit.USAGE);
    assertThat(second.err()).contains("is there already", "-y");
    assertThat(new ObjectMapper().readTree(Path.of(plan).toFile())).isEqualTo(written);

    assertThat(plan("-y", "--sector-size", "8MiB", "--write", plan).exit()).isEqualTo(Exit.DONE);
    assertThat(new ObjectMapper().readTree(Path.of(plan).toFile()).path("sectorSize").asLong())
        .isEqualTo(8 << 20);
  }

  @Test
  void neverReplacesWhatIsNoPlan() throws IOException {
    Path mine = home.resolve("mine.toml");
    Files.writeString(mine, "[node]\n");

    Cli call = plan("-y", "--sector-size", "2KiB", "--write", mine.toString());

    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("mine.toml is no plan");
    assertThat(mine).content().isEqualTo("[node]\n");
  }

  @Test
  void aDryRunWritesNothing() {
    assertThat(plan("--dry-run", "--sector-size", "2KiB", "--write", plan).exit())
        .isEqualTo(Exit.DONE);
    assertThat(Path.of(plan)).doesNotExist();
  }

  @Test
  void printsTheSamePlanAsJson() throws IOException {
    plan("--sector-size", "2KiB", "--write", plan);
    JsonNode json = new ObjectMapper().readTree(plan("-o", "json", "--sector-size", "2KiB").out());

    assertThat(json.path("workers")).isNotEmpty();
    assertThat(json.path("workers"))
        .isEqualTo(new ObjectMapper().readTree(Path.of(plan).toFile()).path("workers"));
  }

  @Test
  void addTakesTheWorkerOfThatName() throws IOException {
    WorkersPlan big = big();
    WorkersPlanFile file = new WorkersPlanFile(SessionOf.nobody(home), Path.of(plan));
    file.write(big);

    assertThat(file.worker("pc1-2", "")).isEqualTo(big.worker("pc1-2").orElseThrow());
    Complaint unknown = catchThrowableOfType(Complaint.class, () -> file.worker("pc1-22", ""));
    assertThat(unknown.attempted()).contains("pc1-22");
    assertThat(unknown.cameBack()).contains("pc1-1, pc1-2, pc1-3, gpu-0");
    assertThat(unknown.todo()).contains("\"pc1-2\"");
  }

  /** The run gets the planned worker, and its unit the planned CPUs. */
  @Test
  void addStartsWithWhatIsPlannedUnlessItIsToldOtherwise() {
    WorkersPlan big = big();
    new WorkersPlanFile(SessionOf.nobody(home), Path.of(plan)).write(big);

    SealWorkerPlan planned = added("pc1-3", "--from-plan", plan);
    assertThat(planned.worker()).isEqualTo(big.worker("pc1-3").orElseThrow());
    assertThat(planned.service().unit().cpuAffinity()).isEqualTo("20-23");
    assertThat(planned.service().unit().environment())
        .containsEntry("FIL_PROOFS_USE_MULTICORE_SDR", "1");

    SealWorker told =
        added(
                "pc1-3",
                "--from-plan",
                plan,
                "--cpus",
                "24-27",
                "--tasks",
                "PC1",
                "--listen",
                "127.0.0.1:4000",
                "--env",
                "FIL_PROOFS_USE_MULTICORE_SDR=0")
            .worker();
    assertThat(told.path()).isEqualTo("/seal/worker-pc1-3");
    assertThat(told.cpus()).isEqualTo("24-27");
    assertThat(told.tasks()).containsExactly(SealTask.PRECOMMIT1);
    assertThat(told.port()).isEqualTo(4000);
    assertThat(told.environment()).containsExactly(Map.entry("FIL_PROOFS_USE_MULTICORE_SDR", "0"));
  }

  private SealWorkerPlan added(String... arguments) {
    Session session = SessionOf.nobody(home);
    SealWorkerAddCommand add = new SealWorkerAddCommand(session);
    new CommandLine(add).parseArgs(arguments);
    return (SealWorkerPlan) add.procedure(new Planning(session).plans(Path.of(settings))).plan();
  }

  @Test
  void addRefusesAPlanThatIsNoneAndNamesThatAreNotInIt() throws IOException {
    plan("--sector-size", "2KiB", "--write", plan);
    Cli unknown =
        Cli.call(home, "seal-worker", "add", "seel", "--config", settings, "--from-plan", plan);
    assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
    assertThat(unknown.err()).contains("There is no worker seel in the plan");

    for (String content : List.of("{}", "not JSON")) {
      Files.writeString(Path.of(plan), content);
      assertThat(
              Cli.call(home, "seal-worker", "add", "a", "--config", settings, "--from-plan", plan)
                  .err())
          .contains("is no plan for seal workers");
    }
    Cli none =
        Cli.call(
            home, "seal-worker", "add", "a", "--config", settings, "--from-plan", plan + ".not");
    assertThat(none.err()).contains("There is no plan");
  }

  @Test
  void aMinerInfoIsRefusedWhereTheMinersOwnWouldBeTakenAnyway() {
    for (String act :
        List.of("add one", "plan", "add one --host " + SessionOf.nobody(home).home().hostId())) {
      List<String> typed = new ArrayList<>(List.of("seal-worker"));
      typed.addAll(List.of(act.split(" ", -1)));
      typed.addAll(List.of("--config", settings, "--miner-info", "/srv/lotus/miner-info"));
      Cli refused = Cli.call(home, typed.toArray(String[]::new));
      assertThat(refused.exit()).as(act).isEqualTo(Exit.USAGE);
      assertThat(refused.err()).as(act).contains("/srv/lotus/miner-info is for workers of another");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void isReadableAtEachWidth(int columns) {
    StringWriter out = new StringWriter();
    Session session = SessionOf.writing(home, out, new StringWriter());
    WorkersPlan big = big();
    new WorkersPlanText(session, columns).print(big);

    assertThat(out.toString().lines()).allMatch(line -> Columns.width(line) <= columns);
    // Nothing of what is copied or read is cut.
    assertThat(out.toString()).doesNotContain("…\n", "… ");
    assertThat(out.toString())
        .contains("pc1-1    AP PC1 UNS         127.0.0.1:3456 ")
        .contains("CPUs 16-19: 4 cores of L3 group 4, NUMA node 1")
        .contains("8-15,24-31,40-47,56-63")
        .contains("FIL_PROOFS_USE_MULTICORE_SDR=1\n");
    String words = out.toString().replaceAll("\\s+", " ");
    assertThat(words)
        .contains("(not this machine's): 11.11 sectors a day, 0.35 TiB a day. C2 limits.");
    big.reasons().forEach(reason -> assertThat(words).contains(reason));
  }

  @Test
  void whatWasPlannedForAnotherHostIsAddedOnlyThere() {
    WorkersPlan there = big("sealer-1");
    WorkersPlanFile file = new WorkersPlanFile(SessionOf.nobody(home), Path.of(plan));
    file.write(there);

    assertThat(file.worker("pc1-1", "sealer-1").listen()).isEqualTo("192.168.100.205:3456");
    Complaint here = catchThrowableOfType(Complaint.class, () -> file.worker("pc1-1", ""));
    assertThat(here.todo()).contains("--host");

    StringWriter out = new StringWriter();
    new WorkersPlanText(SessionOf.writing(home, out, new StringWriter()), 80).print(there);
    assertThat(out.toString().lines()).allMatch(line -> Columns.width(line) <= 80);
    assertThat(out.toString())
        .contains("192.168.100.205:3456\n", "Neither daemon nor miner is on that host");
  }

  @Test
  void theMinersTokenGoesIntoAPipeWithAnAddressThatOthersReach() throws IOException {
    Files.writeString(Files.createDirectories(home.resolve("miner")).resolve("token"), "secret");

    Cli pipe = minerInfo("--miner-address", "10.0.0.1");
    assertThat(pipe.exit()).isEqualTo(Exit.DONE);
    assertThat(pipe.out()).isEqualTo("secret:/ip4/10.0.0.1/tcp/2345/http\n");
    assertThat(pipe.err()).isEmpty();
    assertThat(minerInfo("--miner-address", "miner.example").out()).contains("/dns/miner.example/");
    assertThat(minerInfo().err()).contains("this machine alone");

    Cli wrong = minerInfo("--miner-address", "10.0.0.1/24");
    assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
    assertThat(wrong.out()).isEmpty();
  }

  private Cli minerInfo(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("seal-worker", "miner-info", "--config", settings));
    arguments.addAll(List.of(more));
    return Cli.call(home, arguments.toArray(String[]::new));
  }

  @Test
  void aHostThatIsNoneIsRefusedBeforeAnybodyIsAsked() {
    Cli bad = plan("--host", "Sealer_1");

    assertThat(bad.exit()).isEqualTo(Exit.USAGE);
    assertThat(bad.err()).contains("\"Sealer_1\" is no host", "lotusflow status");
  }

  @Test
  void breaksChineseBetweenCharactersButNotBeforeTheirStops() {
    assertThat(Columns.wrap("内存不够，磁盘也不够。", 8)).containsExactly("内存不", "够，磁盘", "也不够。");
    assertThat(Columns.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(Columns.wrap("a " + "b".repeat(12) + " c", 7))
        .containsExactly("a", "b".repeat(12), "c");
  }

  private static WorkersPlan big() {
    return big("");
  }

  private static WorkersPlan big(String host) {
    List<Core> cores =
        IntStream.range(0, 32)
            .mapToObj(
                core ->
                    new Core(core / 16, core / 4, CpuList.parse(core + "," + (core + 32)).cpus()))
            .toList();
    ByteSize sector = ByteSize.parse("32GiB");
    return new WorkersPlanner(
            new WorkersRequest(
                new Topology(
                    cores, true, ByteSize.parse("512GiB"), new ByteSize(0), List.of("NVIDIA A40")),
                ByteSize.parse("10TiB"),
                sector,
                StageTimes.ofManual(sector),
                Kept.usual(true, sector, 32),
                LotusVersion.parse("v1.36.2"),
                Path.of("/seal"),
                host,
                host.isEmpty() ? "127.0.0.1" : "192.168.100.205",
                IntStream.range(3456, 3500).boxed().toList(),
                Language.ENGLISH))
        .plan();
  }
}
