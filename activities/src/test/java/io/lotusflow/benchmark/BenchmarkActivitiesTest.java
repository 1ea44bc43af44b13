package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.home.Home;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.node.Step;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.wallet.WalletPlan;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lotus-bench that is a script, as a real job, beside a miner that answers. */
class BenchmarkActivitiesTest {

  /** Makes its folder as the real one does, and prints what the test wants, with exit code 0. */
  private static final String SCRIPT =
      """
      for word in "$@"; do case "$word" in --storage-dir=*) dir=${word#*=};; esac; done
      mkdir -p "$dir/bench42/cache" && echo data > "$dir/bench42/cache/layer"
      echo "INFO bellperson::gpu::fft > FFT: Device 0: GeForce RTX 3080" >&2
      echo "2026-11-29T10:00:00Z	INFO	lotus-bench	[0] Running replication(1)..." >&2
      cat "$here/says"
      """;

  @TempDir Path folder;
  private final FakeNode chain = new FakeNode();
  private Step step;
  private BenchmarkActivities benchmarks;

  @BeforeEach
  void begin() throws IOException {
    FakeBinary.write(folder.resolve("lotus-bench"), SCRIPT);
    says(BenchmarkOutputTest.manual());
    Files.writeString(Files.createDirectories(folder.resolve("daemon")).resolve("token"), "secret");
    step = new Step(folder);
    benchmarks =
        step.stub(
            BenchmarkActivities.class,
            new BenchmarkActivitiesImpl(
                new Benchmarks(folder.resolve("benchmarks")),
                new Programs(),
                new JobSteps(step.jobs),
                new ServiceActivitiesImpl(new Home(folder.resolve("home")), () -> {})));
  }

  @AfterEach
  void end() {
    step.close();
    chain.close();
  }

  private void says(String output) throws IOException {
    Files.writeString(folder.resolve("says"), output);
  }

  private Path sealing() {
    return folder.resolve("disk/lotusflow-bench-node-1");
  }

  private BenchmarkPlan plan(String size, boolean force, Optional<MinerPlan> miner) {
    ByteSize sectorSize = ByteSize.parse(size);
    return new BenchmarkPlan(
        Plans.SCOPE,
        folder.resolve("lotus-bench").toString(),
        sectorSize,
        sealing().toString(),
        false,
        false,
        force,
        Map.of("TMPDIR", folder.resolve("tmpdir").toString()),
        new ParamsPlan(Plans.SCOPE, "/lotus", sectorSize, "/params", Plans.DIRECT),
        NodeApi.local(folder.resolve("daemon").toString(), chain.address()),
        miner);
  }

  private BenchmarkPlan plan() {
    return plan("2KiB", false, Optional.empty());
  }

  /** Its actor is known from the settings, so that its service need not run. */
  private Optional<MinerPlan> miner() {
    NodeApi api = NodeApi.local(folder.resolve("miner").toString(), chain.address());
    return Optional.of(
        new MinerPlan(
            Plans.SCOPE,
            "/lotus-miner",
            api,
            api,
            ByteSize.parse("2KiB"),
            "f01000",
            List.of(),
            Map.of(),
            new WalletPlan(Plans.SCOPE, api, "/lotus", "", "", "/keys", ""),
            new ParamsPlan(Plans.SCOPE, "/lotus", ByteSize.parse("2KiB"), "/p", Plans.DIRECT),
            Plans.service(folder),
            new StoragePlan(Plans.SCOPE, "/lotus-miner", api, api, List.of()),
            Duration.ofSeconds(5),
            false));
  }

  private void proves(long power, long live) {
    chain.answering(
        "StateMinerPower",
        "{\"MinerPower\":{\"RawBytePower\":\"" + power + "\"},\"HasMinPower\":true}");
    chain.answering("StateMinerSectorCount", "{\"Live\":" + live + ",\"Active\":0,\"Faulty\":0}");
  }

  @Test
  void keepsWhatWasMeasuredWithWhatIsKnownOfIt() throws IOException {
    Files.createDirectories(folder.resolve("miner"));
    Files.writeString(
        folder.resolve("miner/config.toml"), "[Sealing]\n  WaitDealsDelay = \"2h0m0s\"\n");
    proves(0, 0);
    Measured measured = benchmarks.measure(plan("2KiB", false, miner()));

    assertThat(measured.result()).contains(BenchmarkResult.MANUAL);
    Path file = Path.of(measured.file());
    assertThat(file.getFileName().toString()).matches("\\d{8}T\\d{6}Z-2KiB\\.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    BenchmarkFile kept = BenchmarkFile.read(file);
    assertThat(kept.result()).isEqualTo(BenchmarkResult.MANUAL);
    assertThat(kept.background().orElseThrow().gpu()).isEqualTo("GeForce RTX 3080");
    assertThat(kept.background().orElseThrow().lotus()).isEqualTo("v1.36.2");
    assertThat(kept.background().orElseThrow().waitDealsDelay()).isEqualTo("2h0m0s");
    assertThat(measured.receipt().note()).contains("7 h 52 m", "GeForce RTX 3080");
    assertThat(folder.resolve("tmpdir")).isDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "'WARN  lotus-bench  failed to run seals: no memory', BENCHMARK_NO_RESULT",
    "'{\"SectorSize\": 2048, \"Sealing', BENCHMARK_UNREADABLE",
    "'{\"SectorSize\": 2048, \"SealingResults\": 7}', BENCHMARK_UNREADABLE"
  })
  void noticesAFailureBehindExitCodeZero(String output, String problem) throws IOException {
    says(output + '\n');

    ApplicationFailure failed = Failures.of(() -> benchmarks.measure(plan()));

    assertThat(failed.getType()).isEqualTo(problem);
    assertThat(folder.resolve("benchmarks")).doesNotExist();
    says(BenchmarkOutputTest.manual());
    assertThat(benchmarks.measure(plan()).result()).as("it runs anew").isPresent();
  }

  @Test
  void noticesAWrongProofThatWasMeasuredAllTheSame() throws IOException {
    says("ERROR\tlotus-bench\twindow post verification failed\n" + BenchmarkOutputTest.manual());

    assertThat(Failures.of(() -> benchmarks.measure(plan())).getType())
        .isEqualTo("BENCHMARK_WRONG_PROOF");
    assertThat(folder.resolve("benchmarks")).doesNotExist();
  }

  @Test
  void refusesWhereLotusBenchIsNotInstalled() throws IOException {
    Files.delete(folder.resolve("lotus-bench"));

    assertThat(Failures.of(() -> benchmarks.check(plan())).getType())
        .isEqualTo("BENCHMARK_NOT_INSTALLED");
  }

  @ParameterizedTest
  @CsvSource({"34359738368, 1", "0, 3"})
  void refusesWhereTheMinerProvesUnlessForced(long power, long live) {
    proves(power, live);

    assertThat(Failures.of(() -> benchmarks.check(plan("2KiB", false, miner()))).getType())
        .isEqualTo("BENCHMARK_MINER_PROVES");
    assertThat(benchmarks.check(plan("2KiB", true, miner())).note()).contains("forced", "f01000");
  }

  @Test
  void takesAMinerThatCannotBeAskedForOneThatProves() {
    chain.failing("StateMinerPower", 503);

    assertThat(Failures.of(() -> benchmarks.check(plan("2KiB", false, miner()))).getType())
        .isEqualTo("BENCHMARK_MINER_PROVES");
  }

  @Test
  void aMinerWithoutSectorsDoesNotMatter() {
    proves(0, 0);

    assertThat(benchmarks.check(plan("2KiB", false, miner())).outcome())
        .isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  /** As large as no disk is. */
  @Test
  void refusesWhereTheRoomDoesNotDo() {
    assertThat(
            Failures.of(() -> benchmarks.check(plan("1024TiB", false, Optional.empty()))).getType())
        .isEqualTo("BENCHMARK_NO_ROOM");
    assertThat(plan("32GiB", false, Optional.empty()).room())
        .isEqualTo(new ByteSize((long) (32.0 * (1L << 30) * 15.1)));
  }

  @Test
  void removesWhatLotusBenchLeftAndNothingElse() throws IOException {
    Path killed = Files.createDirectories(sealing().resolve("bench2718281828/cache"));
    Files.writeString(killed.resolve("layer"), "data");
    Path theirs = Files.writeString(sealing().resolve("benchmarks.txt"), "notes");
    Path others = Files.createDirectories(sealing().resolveSibling("bench31415"));

    assertThat(benchmarks.clear(plan()).outcome()).isEqualTo(Receipt.Outcome.DONE);

    assertThat(sealing().resolve("bench2718281828")).doesNotExist();
    assertThat(theirs).exists();
    assertThat(others).exists();
    Files.delete(theirs);
    assertThat(benchmarks.clear(plan()).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(sealing()).doesNotExist();
  }

  @Test
  void whatAKilledOneLeftGoesBeforeTheNextBegins() throws IOException {
    Path killed = Files.createDirectories(sealing().resolve("bench2718281828"));
    Path theirs = Files.createDirectories(sealing().resolve("bench2026-notes"));

    benchmarks.measure(plan());

    assertThat(killed).doesNotExist();
    assertThat(theirs).exists();
  }

  @Test
  void knowsTheRunBeforeOfTheSameSize() throws IOException {
    Path of = Files.createDirectories(folder.resolve("benchmarks/node-1"));
    for (String name :
        List.of(
            "20260101T000000Z-32GiB.json",
            "20260201T000000Z-2KiB.json",
            "20260301T000000Z-32GiB.json",
            "notes.json")) {
      Files.writeString(of.resolve(name), "{}");
    }
    Benchmarks kept = new Benchmarks(folder.resolve("benchmarks"));

    assertThat(kept.newest("node-1"::equals)).contains(of.resolve("20260301T000000Z-32GiB.json"));
    assertThat(kept.before(of.resolve("20260301T000000Z-32GiB.json")))
        .contains(of.resolve("20260101T000000Z-32GiB.json"));
    assertThat(kept.before(of.resolve("20260101T000000Z-32GiB.json"))).isEmpty();
    assertThat(kept.before(folder.resolve("20260301T000000Z-32GiB.json"))).isEmpty();
    assertThat(kept.newest("node-2"::equals)).isEmpty();
    assertThat(new Benchmarks(folder.resolve("nowhere")).newest(node -> true)).isEmpty();
    kept.forget("node-1");
    assertThat(of).doesNotExist();
  }
}
