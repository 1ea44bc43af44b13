package io.lotusflow.rehearsal.suite.bench;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
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
import java.util.TreeMap;

/**
 * The program {@code lotus-bench}. {@code sealing} computes nothing: it takes a little time for
 * each stage, and writes small files, which it removes at its end; the times it tells follow from
 * the sector size. With {@code --json-out} they go to stdout as JSON, in nanoseconds; log lines go
 * to stderr. Errors are logged and the exit code is 0, as in Lotus.
 */
public final class LotusBench {
  private static final Log LOG = new Log("lotus-bench");

  private static final List<String> TOLD =
      List.of(
          "BELLMAN_NO_GPU",
          "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
          "FIL_PROOFS_USE_GPU_TREE_BUILDER",
          "FIL_PROOFS_USE_MULTICORE_SDR",
          "BELLMAN_CUSTOM_GPU");

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
       --save-commit2-input value | save commit2 input to a file
       --num-sectors value | select number of sectors to seal (default: 1)
       --parallel value | num run in parallel (default: 1)
      """;

  public int run(String[] args) {
    LOG.info("lotus-bench/main.go:99", "Starting lotus-bench");
    return new Program(
            "lotus-bench", Build.version(), new Commands("lotus-bench", COMMANDS), this::dispatch)
        .run(args);
  }

  private int dispatch(String path, Invocation invocation) {
    try {
      seal(invocation);
    } catch (CliException e) {
      LOG.warn("lotus-bench/main.go:117", e.getMessage());
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
    Course course =
        new Course(size, !arguments.isTrue("skip-commit2"), !arguments.isTrue("skip-unseal"));
    try (Workplace workplace =
        Workplace.in(arguments.value("storage-dir").orElse("~/.lotus-bench"))) {
      course.run(sectors, workplace, LOG);
    }
    print(invocation, results(course, sectors));
  }

  private static void print(Invocation invocation, Map<String, Object> results) {
    if (!invocation.arguments().isTrue("json-out")) {
      invocation
          .out()
          .printf(
              "----\nresults (v28) SectorSize:(%s), SectorNumber:(%s)\n",
              results.get("SectorSize"), results.get("SectorNumber"));
      invocation.out().println(Json.pretty(results.get("SealingSum")));
      return;
    }
    String json = Json.pretty(results);
    invocation
        .out()
        .println(Fault.BENCH_CUT.consume() ? json.substring(0, json.length() / 2) : json);
  }

  private static Map<String, Object> results(Course course, int sectors) {
    List<Object> each = new ArrayList<>();
    for (int i = 0; i < sectors; i++) {
      each.add(course.times(1));
    }
    Map<String, Object> results =
        Json.object(
            "EnvVar", environment(),
            "SectorSize", course.sectorSize(),
            "SectorNumber", (long) sectors,
            "SealingSum", course.times(sectors),
            "SealingResults", each);
    results.putAll(course.posts());
    return results;
  }

  private static Map<String, Object> environment() {
    Map<String, Object> told = new TreeMap<>();
    TOLD.stream()
        .filter(name -> System.getenv(name) != null)
        .forEach(name -> told.put(name, System.getenv(name)));
    return told;
  }
}
