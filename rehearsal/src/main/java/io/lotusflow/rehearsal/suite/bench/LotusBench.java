package io.lotusflow.rehearsal.suite.bench;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Commands;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.cli.Program;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program {@code lotus-bench}. {@code sealing} computes nothing: its times follow from the
 * sector size. With {@code --json-out} they go to stdout as JSON, in nanoseconds; log lines go to
 * stderr. Errors are logged and the exit code is 0, as in Lotus.
 */
public final class LotusBench {
  private static final Log LOG = new Log("lotus-bench");
  private static final long NANOS_PER_MIB = 100_000_000;

  private static final String COMMANDS =
      """
      | Benchmark performance of lotus on your hardware
       --version, -v | print the version
      sealing | Benchmark seal and winning post and window post
       --storage-dir value | path to the storage directory that will store sectors long term (default: "~/.lotus-bench")
       --sector-size value | size of the sectors in bytes, i.e. 32GiB (default: "512MiB")
       --no-gpu | disable gpu usage for the benchmark run (default: false)
       --miner-addr value | pass miner address (only necessary if using existing sectorbuilder) (default: "t01000")
       --benchmark-existing-sectorbuilder value | pass a directory to run post timings on an existing sectorbuilder
       --json-out | output results in json format (default: false)
       --skip-commit2 | skip the commit2 (snark) portion of the benchmark (default: false)
       --skip-unseal | skip the unseal portion of the benchmark (default: false)
       --ticket-preimage value | ticket random
       --num-sectors value | select number of sectors to seal (default: 1)
       --parallel value | num run in parallel (default: 1)
      """;

  public int run(String[] args) {
    return new Program(
            "lotus-bench", Build.version(), new Commands("lotus-bench", COMMANDS), this::dispatch)
        .run(args);
  }

  private int dispatch(String path, Invocation invocation) {
    try {
      seal(invocation);
    } catch (CliException e) {
      LOG.warn("lotus-bench/main.go:113", e.getMessage());
    }
    return 0;
  }

  private static void seal(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    long size;
    int sectors;
    try {
      size = Sizes.parse(arguments.value("sector-size").orElse("512MiB"));
      sectors = Integer.parseInt(arguments.value("num-sectors").orElse("1"));
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
    LOG.info("lotus-bench/main.go:400", "[1] Writing piece into sector...");
    Map<String, Object> results = results(size, sectors, arguments);
    if (arguments.isTrue("json-out")) {
      invocation.out().println(Json.pretty(results));
    } else {
      invocation
          .out()
          .println("----\nresults (v28) SectorSize:(" + size + "), SectorNumber:(" + sectors + ")");
      invocation.out().println(Json.pretty(results.get("SealingSum")));
    }
  }

  private static Map<String, Object> results(long size, int sectors, Arguments arguments) {
    List<Object> each = new ArrayList<>();
    for (int i = 0; i < sectors; i++) {
      each.add(times(size, 1, arguments));
    }
    return Json.object(
        "EnvVar", Map.of(),
        "SectorSize", size,
        "SectorNumber", (long) sectors,
        "SealingSum", times(size, sectors, arguments),
        "SealingResults", each,
        "PostGenerateCandidates", 50_000L,
        "PostWinningProofCold", 2_000_000_000L,
        "PostWinningProofHot", 1_800_000_000L,
        "VerifyWinningPostCold", 20_000_000L,
        "VerifyWinningPostHot", 5_000_000L,
        "PostWindowProofCold", 3_000_000_000L,
        "PostWindowProofHot", 2_900_000_000L,
        "VerifyWindowPostCold", 20_000_000L,
        "VerifyWindowPostHot", 5_000_000L);
  }

  private static Map<String, Object> times(long size, int count, Arguments arguments) {
    long unit = Math.max(1, size >> 20) * NANOS_PER_MIB * count;
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
        arguments.isTrue("skip-commit2") ? 0L : unit * 2,
        "Verify",
        10_000_000L * count,
        "Unseal",
        arguments.isTrue("skip-unseal") ? 0L : unit * 4);
  }
}
