package io.lotusflow.rehearsal.suite.bench;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.Map;

/**
 * What a benchmark goes through, and the times it tells of. What is skipped has the time between
 * two log lines, not nothing; only the PoSts are nothing where there is no Commit2.
 */
record Course(long sectorSize, boolean commit2, boolean unseal) {
  private static final long NANOS_PER_MIB = 100_000_000;
  private static final long PAUSE = 250;
  private static final String CALLER = "lotus-bench/main.go:";

  void run(int sectors, Workplace workplace, Log log) {
    if (commit2) {
      gpu();
    }
    for (int i = 0; i < sectors; i++) {
      step(log, "640", "[" + i + "] Writing piece into sector...");
      workplace.write("unsealed", i);
    }
    for (int i = 0; i < sectors; i++) {
      seal(i, workplace, log);
    }
    if (commit2) {
      posts(log);
    }
  }

  private void seal(int sector, Workplace workplace, Log log) {
    step(log, "680", "[" + sector + "] Running replication(1)...");
    workplace.write("cache", sector);
    step(log, "691", "[" + sector + "] Running replication(2)...");
    if (Fault.BENCH_FAIL.consume()) {
      throw new CliException("failed to run seals: commit: ordered to fail: no memory for trees");
    }
    workplace.write("sealed", sector);
    step(log, "713", "[" + sector + "] Generating PoRep for sector (1)");
    step(log, "721", "[" + sector + "] Generating PoRep for sector (2)");
    if (unseal) {
      step(log, "775", "[" + sector + "] Unsealing sector");
    }
  }

  private static void posts(Log log) {
    log.info(CALLER + "372", "generating winning post candidates");
    step(log, "391", "computing winning post snark (cold)");
    step(log, "399", "computing winning post snark (hot)");
    step(log, "459", "computing window post snark (cold)");
    step(log, "467", "computing window post snark (hot)");
    if (Fault.BENCH_WRONG_PROOF.consume()) {
      log.error(CALLER + "485", "window post verification failed");
    }
  }

  /** The proofs' library tells of it, where it is told to. */
  private static void gpu() {
    if ("info".equals(System.getenv("RUST_LOG")) && System.getenv("BELLMAN_NO_GPU") == null) {
      System.err.println("INFO bellperson::gpu::fft > FFT: 1 working device(s) selected.");
      System.err.println("INFO bellperson::gpu::fft > FFT: Device 0: Rehearsal RTX 1");
    }
  }

  private static void step(Log log, String line, String message) {
    log.info(CALLER + line, message);
    long factor = Math.max(1, Fault.SEAL_SLOW.parameter());
    try {
      Thread.sleep(PAUSE * Build.sealPercent() / 100 * factor);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted");
    }
  }

  Map<String, Object> times(int count) {
    long unit = Math.max(NANOS_PER_MIB / 10, (sectorSize >> 20) * NANOS_PER_MIB) * count;
    return Json.object(
        "AddPiece",
        unit / 50,
        "PreCommit1",
        unit * 4,
        "PreCommit2",
        unit,
        "Commit1",
        unit / 500,
        "Commit2",
        commit2 ? unit * 2 : 41_216L * count,
        "Verify",
        commit2 ? 10_000_000L * count : 180L * count,
        "Unseal",
        unseal ? unit * 4 : 210L * count);
  }

  Map<String, Object> posts() {
    return Json.object(
        "PostGenerateCandidates", told(50_000L),
        "PostWinningProofCold", told(2_000_000_000L),
        "PostWinningProofHot", told(1_800_000_000L),
        "VerifyWinningPostCold", told(20_000_000L),
        "VerifyWinningPostHot", told(5_000_000L),
        "PostWindowProofCold", told(3_000_000_000L),
        "PostWindowProofHot", told(2_900_000_000L),
        "VerifyWindowPostCold", told(20_000_000L),
        "VerifyWindowPostHot", told(5_000_000L));
  }

  private long told(long nanos) {
    return commit2 ? nanos : 0;
  }
}
