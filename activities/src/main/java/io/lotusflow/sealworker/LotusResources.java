package io.lotusflow.sealworker;

import io.lotusflow.lotus.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Lotus wants to be free before it gives a task to a worker: a row of the table that {@code
 * WorkerStats} of v1.36.2 shows as {@code Resources}. What the table has once for all tasks of a
 * kind (parameters) is part of each.
 *
 * @param sector its size
 * @param windowPost of the miner while it proves a deadline
 */
record LotusResources(ByteSize sector, Map<SealTask, Need> needs, Need windowPost) {

  /**
   * Memory of one task.
   *
   * @param ram must be in memory, or the task crawls
   * @param peak the most it takes, of memory and swap
   */
  record Need(ByteSize ram, ByteSize peak) {
    private static Need parse(String both) {
      String[] sizes = both.split(" ", 2);
      return new Need(ByteSize.parse(sizes[0]), ByteSize.parse(sizes[1]));
    }

    Need orMore(Need other) {
      return new Need(larger(ram, other.ram), larger(peak, other.peak));
    }

    Need plus(long more) {
      return new Need(new ByteSize(ram.bytes() + more), new ByteSize(peak.bytes() + more));
    }

    private static ByteSize larger(ByteSize one, ByteSize other) {
      return one.compareTo(other) >= 0 ? one : other;
    }
  }

  private static final List<LotusResources> TABLE =
      List.of(
          row("2KiB", "4KiB 4KiB", "4KiB 4KiB", "4KiB 4KiB", "4KiB 4KiB", "4KiB 4KiB"),
          row("8MiB", "16MiB 16MiB", "16MiB 16MiB", "16MiB 16MiB", "16MiB 16MiB", "16MiB 16MiB"),
          row(
              "512MiB",
              "2GiB 2GiB",
              "769MiB 1025MiB",
              "2GiB 2560MiB",
              "11GiB 11776MiB",
              "11GiB 11776MiB"),
          row(
              "32GiB",
              "5GiB 5GiB",
              "57354MiB 65546MiB",
              "16GiB 16GiB",
              "62GiB 182GiB",
              "62GiB 128GiB"),
          row(
              "64GiB",
              "9GiB 9GiB",
              "114698MiB 131082MiB",
              "31GiB 31GiB",
              "124GiB 254GiB",
              "124GiB 184GiB"));

  private static final ByteSize LARGE = ByteSize.parse("32GiB");
  private static final int LARGE_PROOF_ON_GPU = 6;

  private static LotusResources row(
      String sector,
      String addPiece,
      String preCommit1,
      String preCommit2,
      String commit2,
      String windowPost) {
    return new LotusResources(
        ByteSize.parse(sector),
        Map.of(
            SealTask.ADDPIECE, Need.parse(addPiece),
            SealTask.PRECOMMIT1, Need.parse(preCommit1),
            SealTask.UNSEAL, Need.parse(preCommit1),
            SealTask.PRECOMMIT2, Need.parse(preCommit2),
            SealTask.COMMIT, Need.parse(commit2)),
        Need.parse(windowPost));
  }

  static Optional<LotusResources> of(ByteSize sector) {
    return TABLE.stream().filter(row -> row.sector.equals(sector)).findFirst();
  }

  Need of(SealTask task) {
    return needs.get(task);
  }

  /** Its cache, sealed and unsealed file: what Lotus wants to be free on the disk it seals on. */
  long scratch() {
    return 16 * sector.bytes();
  }

  boolean large() {
    return sector.compareTo(LARGE) >= 0;
  }

  /**
   * A worker with fewer CPUs is given no proof at all, since the table has it at that many threads.
   */
  int threadsOfProof(boolean onGpu) {
    return onGpu && large() ? LARGE_PROOF_ON_GPU : 1;
  }
}
