package io.lotusflow.sealworker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lotusflow.host.CpuList;
import io.lotusflow.host.Topology;
import io.lotusflow.host.Topology.Core;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.messages.Language;
import io.lotusflow.sealworker.WorkersPlan.MinerSetting;
import io.lotusflow.sealworker.WorkersPlan.PlannedWorker;
import io.lotusflow.sealworker.WorkersPlan.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines of several kinds; what is expected is calculated here by other means. */
class WorkersPlannerTest {

  private static final ByteSize GIB_32 = ByteSize.parse("32GiB");
  private static final double DAY = 86_400;

  /** Seconds, of a machine with a good card. */
  private static final StageTimes WITH_CARD = times(300, 12_000, 1_200, 40, 1_260);

  /** Two sockets of 16 cores, four to a complex; second threads are 32 to 63. */
  private static Topology epyc(String memory, int cards) {
    return machine(32, 4, 2, memory, "0", cards);
  }

  /** 16 cores in two complexes, no card. */
  private static Topology ryzen(String memory, String swap) {
    return machine(16, 8, 1, memory, swap, 0);
  }

  private static Topology machine(
      int cores, int perComplex, int nodes, String memory, String swap, int cards) {
    List<Core> all = new ArrayList<>();
    for (int core = 0; core < cores; core++) {
      int node = core * nodes / cores;
      all.add(new Core(node, core / perComplex, List.of(core, core + cores)));
    }
    return new Topology(
        all,
        true,
        ByteSize.parse(memory),
        ByteSize.parse(swap),
        IntStream.range(0, cards).mapToObj(card -> "NVIDIA A40").toList());
  }

  private static StageTimes times(long ap, long pc1, long pc2, long c1, long c2) {
    return new StageTimes(
        GIB_32,
        Duration.ofSeconds(ap),
        Duration.ofSeconds(pc1),
        Duration.ofSeconds(pc2),
        Duration.ofSeconds(c1),
        Duration.ofSeconds(c2),
        true);
  }

  private static WorkersRequest request(Topology machine, StageTimes times) {
    return request(machine, "20TiB", GIB_32, Optional.of(times), "v1.36.2");
  }

  private static WorkersRequest request(
      Topology machine,
      String scratch,
      ByteSize sector,
      Optional<StageTimes> times,
      String version) {
    return new WorkersRequest(
        machine,
        ByteSize.parse(scratch),
        sector,
        times,
        Kept.usual(true, sector, machine.cores().size()),
        LotusVersion.parse(version),
        Path.of("/seal"),
        "",
        "127.0.0.1",
        IntStream.range(3456, 3556).boxed().toList(),
        Language.ENGLISH);
  }

  private static WorkersPlan plan(WorkersRequest request) {
    return new WorkersPlanner(request).plan();
  }

  /** 512 GiB: 434 are left while the miner proves, C2 has 182 of them, so 3 times 64 fit. */
  @Test
  void givesEachPreCommit1AComplexOfItsOwnAsFarAsMemoryGoes() {
    WorkersPlan plan = plan(request(epyc("512GiB", 1), WITH_CARD));

    assertThat(names(plan)).containsExactly("pc1-1", "pc1-2", "pc1-3", "gpu-0");
    assertThat(plan.workers().get(0).worker().tasks())
        .containsExactly(SealTask.ADDPIECE, SealTask.PRECOMMIT1, SealTask.UNSEAL);
    assertThat(plan.workers().get(3).worker().tasks())
        .containsExactly(SealTask.PRECOMMIT2, SealTask.COMMIT);
    // Complex 0 stays for daemon and miner; sockets take turns.
    assertThat(cpus(plan)).startsWith("16-19", "4-7", "20-23");
    assertThat(plan.keptCpus()).isEqualTo("0-3,32-35");
    assertThat(plan.workers().get(3).worker().cpus()).isEqualTo("8-15,24-31,40-47,56-63");
    assertThat(plan.workers().get(0).worker().environment())
        .containsExactly(Map.entry("FIL_PROOFS_USE_MULTICORE_SDR", "1"));
    assertThat(reasons(plan))
        .contains("Workers for PC1: 3")
        .contains("memory and swap together: 438.0GiB needed, 434GiB left")
        .contains("FIL_PROOFS_MAXIMIZE_CACHING is left out");
  }

  @Test
  void expectsWhatTheSlowestStageAllows() {
    WorkersPlan plan = plan(request(epyc("512GiB", 1), WITH_CARD));

    double first = 3 * DAY / (300 + 12_000);
    double proofs = DAY / (1_200 + 40 + 1_260);
    assertThat(first).isLessThan(proofs);
    assertThat(plan.expected().sectorsPerDay()).isCloseTo(first, within(1e-9));
    assertThat(plan.expected().tebibytesPerDay()).isCloseTo(first / 32, within(1e-9));
    assertThat(plan.expected().limits()).isEqualTo("PC1");
    assertThat(plan.expected().times()).isEqualTo(Source.MEASURED);
  }

  /** Five PC1 of 7.0 a day are more than the card's 34.6; a sixth would wait. */
  @Test
  void plansNoMorePreCommit1ThanTheProofsCanTake() {
    WorkersPlan plan = plan(request(epyc("2TiB", 1), WITH_CARD));

    assertThat(names(plan)).hasSize(6).endsWith("gpu-0");
    assertThat(plan.expected().sectorsPerDay()).isCloseTo(DAY / 2_500, within(1e-9));
    assertThat(plan.expected().limits()).isEqualTo("C2");
    assertThat(reasons(plan)).contains("the proofs have all they can do, 34.6 sectors a day");
  }

  /** Times of a machine whose proofs hold everything up: the second card is used then. */
  @Test
  void givesEachCardAWorker() {
    WorkersPlan plan = plan(request(epyc("2TiB", 2), times(100, 4_800, 2_000, 0, 3_000)));

    assertThat(names(plan)).containsExactly("pc1-1", "pc1-2", "gpu-0", "gpu-1");
    assertThat(plan.expected().sectorsPerDay()).isCloseTo(2 * DAY / 5_000, within(1e-9));
    assertThat(plan.workers().get(2).worker().environment())
        .containsEntry("CUDA_VISIBLE_DEVICES", "0");
    assertThat(plan.workers().get(3).worker().environment())
        .containsEntry("CUDA_VISIBLE_DEVICES", "1");
  }

  @Test
  void takesFromTheMinerWhatTheWorkersDo() {
    WorkersPlan plan = plan(request(epyc("512GiB", 1), WITH_CARD));

    // Four are worked at; of 21 a day 1.1 wait for their seed at any time.
    assertThat(plan.settings())
        .containsExactly(
            new MinerSetting("Sealing", "MaxSealingSectors", "6"),
            new MinerSetting("Sealing", "MaxSealingSectorsForDeals", "6"),
            new MinerSetting("Storage", "AllowAddPiece", "false"),
            new MinerSetting("Storage", "AllowPreCommit1", "false"),
            new MinerSetting("Storage", "AllowPreCommit2", "false"),
            new MinerSetting("Storage", "AllowCommit", "false"),
            new MinerSetting("Storage", "AllowUnseal", "false"));
  }

  /** Lotus gives C2 to nobody without 182 GiB of memory and swap. */
  @Test
  void leavesCommitToOthersWhereThereIsTooLittleForIt() {
    WorkersPlan plan =
        plan(request(ryzen("128GiB", "64GiB"), times(300, 15_000, 1_800, 40, 3_600)));

    assertThat(plan.workers())
        .flatExtracting(planned -> planned.worker().tasks())
        .doesNotContain(SealTask.COMMIT);
    assertThat(names(plan)).containsExactly("pc1-1", "proofs");
    assertThat(plan.settings()).extracting(MinerSetting::key).doesNotContain("AllowCommit");
    assertThat(reasons(plan))
        .contains("C2 is not planned: memory and swap together: 182GiB needed, 114GiB left");
    // The benchmark had 16 cores; 8 are left for PC2.
    assertThat(plan.expected().sectorsPerDay())
        .isCloseTo(Math.min(DAY / 15_300, DAY / (1_800 * 16 / 8.0)), within(1e-9));
  }

  @Test
  void letsOneWorkerTakeTurnsWhereTwoDoNotFit() {
    WorkersPlan plan =
        plan(request(ryzen("128GiB", "256GiB"), times(300, 15_000, 1_800, 40, 3_600)));

    assertThat(names(plan)).containsExactly("seal");
    SealWorker worker = plan.workers().get(0).worker();
    assertThat(worker.tasks()).containsExactly(SealTask.values());
    assertThat(worker.environment()).containsEntry("PC1_32G_MAX_CONCURRENT", "1");
    assertThat(worker.cpus()).isEqualTo("4-15,20-31");
    double proofs = (1_800 + 40 + 3_600) * 16 / 12.0;
    assertThat(plan.expected().sectorsPerDay()).isCloseTo(DAY / (15_300 + proofs), within(1e-9));
    assertThat(plan.expected().limits()).isEqualTo("PC1");
    assertThat(reasons(plan)).contains("in turns").contains("memory: 118.0GiB needed, 104GiB left");
  }

  @Test
  void refusesALaptopAndSaysWhatItLacks() {
    WorkersPlan plan = plan(request(machine(4, 4, 1, "16GiB", "0", 0), WITH_CARD));

    assertThat(plan.fits()).isFalse();
    assertThat(plan.workers()).isEmpty();
    assertThat(plan.settings()).isEmpty();
    assertThat(plan.missing())
        .containsExactly(
            "memory: 56.0GiB needed, 0B left", "memory and swap together: 64.0GiB needed, 0B left");
  }

  @Test
  void refusesADiskThatIsTooSmall() {
    WorkersPlan plan =
        plan(request(epyc("512GiB", 1), "800GiB", GIB_32, Optional.of(WITH_CARD), "v1.36.2"));

    assertThat(plan.missing()).containsExactly("disk to seal on: 1TiB needed, 800GiB free");
  }

  /** Five times 512 GiB: with a third PC1 six sectors would be on their way. */
  @Test
  void plansNoMoreThanTheDiskHolds() {
    WorkersPlan plan =
        plan(request(epyc("2TiB", 1), "2560GiB", GIB_32, Optional.of(WITH_CARD), "v1.36.2"));

    assertThat(names(plan)).containsExactly("pc1-1", "pc1-2", "gpu-0");
    assertThat(reasons(plan)).contains("disk to seal on: 3TiB needed, 2.5TiB free");
  }

  /** Lotus would never give a proof to a worker with a card and fewer than six CPUs. */
  @Test
  void keepsEnoughCpusBesideACard() {
    Topology small = machine(8, 8, 1, "1TiB", "0", 1);
    WorkersPlan plan = plan(request(small, WITH_CARD));
    assertThat(plan.fits()).isTrue();
    assertThat(names(plan)).containsExactly("seal");
    assertThat(CpuList.parse(plan.workers().get(0).worker().cpus()).cpus().size())
        .isGreaterThanOrEqualTo(6);
  }

  @Test
  void takesAsManyCoresAsASmallComplexHas() {
    WorkersPlan plan = plan(request(machine(12, 3, 1, "1TiB", "0", 1), WITH_CARD));

    SealWorker first = plan.workers().get(0).worker();
    assertThat(first.cpus()).isEqualTo("3-5");
    assertThat(first.environment())
        .containsEntry("FIL_PROOFS_USE_MULTICORE_SDR", "1")
        .containsEntry("FIL_PROOFS_MULTICORE_SDR_PRODUCERS", "2");
  }

  @Test
  void saysSoWhereCachesAreUnknown() {
    Topology known = epyc("512GiB", 1);
    Topology unknown =
        new Topology(known.cores(), false, known.memory(), known.swap(), known.gpus());
    WorkersPlan plan = plan(request(unknown, WITH_CARD));

    assertThat(reasons(plan)).contains("does not tell which cores share an L3 cache");
    assertThat(plan.workers().get(0).reason()).contains("socket");
    assertThat(reasons(plan(request(known, WITH_CARD)))).doesNotContain("does not tell");
  }

  /** v1.1.2 reads MAXIMIZE_CACHING, which takes another 56 GiB, and not MULTICORE_SDR. */
  @Test
  void speaksToTheVersionThatIsThere() {
    WorkersPlan plan =
        plan(request(epyc("1TiB", 1), "20TiB", GIB_32, Optional.of(WITH_CARD), "v1.1.2"));

    PlannedWorker first = plan.workers().get(0);
    assertThat(first.worker().environment())
        .containsExactly(Map.entry("FIL_PROOFS_MAXIMIZE_CACHING", "1"));
    assertThat(CpuList.parse(first.worker().cpus()).cpus()).hasSize(1);
    assertThat(first.peak()).isEqualTo(new ByteSize((120L << 30) + (10 << 20)));
  }

  @Test
  void saysWhenTheTimesAreAnotherMachines() {
    Optional<StageTimes> manual = StageTimes.ofManual(GIB_32);
    WorkersPlan plan = plan(request(epyc("2TiB", 1), "20TiB", GIB_32, manual, "v1.36.2"));

    assertThat(plan.expected().times()).isEqualTo(Source.MANUAL);
    assertThat(reasons(plan)).contains("NOT from this one");
    assertThat(plan.expected().sectorsPerDay())
        .isCloseTo(DAY / (2160.057571490 + 44.283547951 + 5573.822383169), within(1e-9));
    // 11.1 proofs a day, 4.2 sectors a day from each PC1: as many as the manual names.
    assertThat(names(plan)).containsExactly("pc1-1", "pc1-2", "pc1-3", "gpu-0");
  }

  @Test
  void fitsSmallSectorsOnAnyMachineAndPromisesNothing() {
    ByteSize tiny = ByteSize.parse("2KiB");
    Topology eight = machine(8, 8, 1, "2GiB", "0", 0);
    WorkersPlan plan = plan(request(eight, "1GiB", tiny, Optional.empty(), "v1.36.2"));

    assertThat(names(plan)).containsExactly("pc1-1", "proofs");
    assertThat(plan.expected().times()).isEqualTo(Source.UNKNOWN);
    assertThat(plan.expected().sectorsPerDay()).isZero();
    Topology one = machine(1, 1, 1, "1GiB", "0", 0);
    assertThat(names(plan(request(one, "1GiB", tiny, Optional.empty(), "v1.36.2"))))
        .containsExactly("seal");
  }

  @Test
  void givesEachWorkerAPortAndAFolder() {
    WorkersPlan plan = plan(request(epyc("512GiB", 1), WITH_CARD));

    assertThat(plan.workers())
        .extracting(planned -> planned.worker().port())
        .containsExactly(3456, 3457, 3458, 3459);
    assertThat(plan.worker("gpu-0").orElseThrow().path()).isEqualTo("/seal/worker-gpu-0");
    assertThat(plan.worker("gpu-0").orElseThrow().tmpdir()).isEqualTo("/seal/worker-gpu-0/tmp");
    assertThat(plan.worker("gpu-1")).isEmpty();
  }

  @Test
  void explainsItselfInChinese() {
    WorkersRequest english = request(epyc("512GiB", 1), WITH_CARD);
    WorkersRequest chinese =
        new WorkersRequest(
            english.machine(),
            english.scratch(),
            english.sector(),
            english.times(),
            english.kept(),
            english.version(),
            english.folder(),
            english.host(),
            english.address(),
            english.ports(),
            Language.CHINESE);

    assertThat(String.join("\n", plan(chinese).reasons()))
        .contains("PC1 worker：3 个")
        .doesNotContain("seal-plan:")
        .doesNotContain("{");
    assertThat(reasons(plan(english))).doesNotContain("seal-plan:").doesNotContain("{");
  }

  /** No sentence ends in a colon with nothing behind it, on whichever machine. */
  @ParameterizedTest
  @MethodSource("machines")
  void hasAReasonForEverything(WorkersRequest request) {
    assertThat(plan(request).reasons())
        .allSatisfy(reason -> assertThat(reason).doesNotContain(": .", "{", "seal-plan:"));
  }

  /** Eight cores without a card: a PC1 of its own would leave four to the proofs. */
  @Test
  void takesTurnsWhereTwoSideBySideWouldBeSlower() {
    Topology eight = machine(8, 8, 1, "1TiB", "0", 0);
    WorkersPlan slowProofs = plan(request(eight, times(100, 1_000, 5_000, 0, 5_000)));
    WorkersPlan slowFirst = plan(request(eight, times(100, 20_000, 500, 0, 500)));

    assertThat(names(slowProofs)).containsExactly("seal");
    assertThat(reasons(slowProofs)).contains("two side by side would be slower");
    assertThat(slowProofs.expected().sectorsPerDay())
        .isCloseTo(DAY / (1_100 + 10_000 * 8 / 6.0), within(1e-9));
    assertThat(names(slowFirst)).containsExactly("pc1-1", "proofs");
    assertThat(slowFirst.expected().sectorsPerDay()).isCloseTo(DAY / 20_100, within(1e-9));
  }

  static Stream<WorkersRequest> machines() {
    List<WorkersRequest> all = new ArrayList<>();
    for (String memory : List.of("64GiB", "128GiB", "256GiB", "512GiB", "1TiB", "4TiB")) {
      for (String swap : List.of("0", "64GiB", "256GiB")) {
        for (int cards = 0; cards <= 3; cards++) {
          all.add(request(machine(32, 4, 2, memory, swap, cards), WITH_CARD));
          all.add(request(machine(16, 8, 1, memory, swap, cards), WITH_CARD));
          all.add(request(machine(12, 3, 1, memory, swap, cards), WITH_CARD));
          all.add(
              request(
                  machine(64, 8, 2, memory, swap, cards),
                  "3TiB",
                  GIB_32,
                  StageTimes.ofManual(GIB_32),
                  "v1.1.2"));
        }
      }
    }
    return all.stream();
  }

  /** Whatever is planned, nothing is given twice, and nothing that is not there. */
  @ParameterizedTest
  @MethodSource("machines")
  void givesNothingTwiceAndNothingThatIsNotThere(WorkersRequest request) {
    WorkersPlan plan = plan(request);
    assertThat(plan.fits()).isEqualTo(!plan.workers().isEmpty());

    Set<Integer> given = new HashSet<>(CpuList.parse(plan.keptCpus()).cpus());
    Set<Integer> there =
        request.machine().cores().stream().flatMap(core -> core.cpus().stream()).collect(toSet());
    for (PlannedWorker planned : plan.workers()) {
      List<Integer> cpus = CpuList.parse(planned.worker().cpus()).cpus();
      assertThat(cpus).isNotEmpty().allMatch(there::contains).noneMatch(given::contains);
      if (planned.worker().name().startsWith("gpu-")) {
        assertThat(cpus).hasSizeGreaterThanOrEqualTo(6);
      }
      given.addAll(cpus);
    }
    long memory = request.machine().memory().bytes();
    long swap = request.machine().swap().bytes();
    assertThat(sum(plan.workers().stream().map(PlannedWorker::ram)))
        .isLessThanOrEqualTo(Math.max(0, memory - request.kept().ram().bytes()));
    assertThat(sum(plan.workers().stream().map(PlannedWorker::peak)))
        .isLessThanOrEqualTo(Math.max(0, memory + swap - request.kept().peak().bytes()));
    assertThat(sum(plan.workers().stream().map(PlannedWorker::scratch)))
        .isLessThanOrEqualTo(request.scratch().bytes());
    assertThat(plan.workers())
        .extracting(planned -> planned.worker().listen())
        .doesNotHaveDuplicates();
    assertThat(plan.workers())
        .extracting(planned -> planned.worker().path())
        .doesNotHaveDuplicates();
  }

  /** A PC1 whose threads lie in two complexes reads through the slow way between them. */
  @ParameterizedTest
  @MethodSource("machines")
  void keepsEachPreCommit1InOneComplex(WorkersRequest request) {
    for (PlannedWorker planned : plan(request).workers()) {
      if (planned.worker().name().startsWith("pc1-")) {
        List<Integer> cpus = CpuList.parse(planned.worker().cpus()).cpus();
        List<Core> cores =
            request.machine().cores().stream()
                .filter(core -> core.cpus().stream().anyMatch(cpus::contains))
                .toList();
        assertThat(cores.stream().map(Core::complex).collect(toSet())).hasSize(1);
        assertThat(cores).hasSameSizeAs(cpus);
      }
    }
  }

  private static long sum(Stream<ByteSize> sizes) {
    return sizes.mapToLong(ByteSize::bytes).sum();
  }

  private static List<String> names(WorkersPlan plan) {
    return plan.workers().stream().map(planned -> planned.worker().name()).toList();
  }

  private static List<String> cpus(WorkersPlan plan) {
    return plan.workers().stream().map(planned -> planned.worker().cpus()).toList();
  }

  private static String reasons(WorkersPlan plan) {
    return String.join("\n", plan.reasons());
  }
}
