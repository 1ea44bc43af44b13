package io.lotusflow.lotus;

import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobSpec;
import io.lotusflow.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code lotus-bench} invocations this project uses. No other class spells out their arguments
 * or their environment.
 *
 * @param binary absolute path of {@code lotus-bench}
 * @param environment what the miner is given: paths of proofs, GPU, performance
 */
public record LotusBench(Path binary, Map<String, String> environment) {
  private static final Duration QUICK = Duration.ofMinutes(2);

  /**
   * A constant: what it works on comes as arguments. Folders of attempts that were killed go first:
   * {@code bench} and a number, which may hold hundreds of GiB.
   */
  private static final String WITHOUT_LEFTOVERS =
      """
      for left in "$1"/bench[0-9]*; do
        case ${left##*/bench} in *[!0-9]*) ;; *) rm -rf -- "$left" ;; esac
      done
      shift
      exec "$@"
      """;

  public LotusBench {
    environment = Map.copyOf(environment);
  }

  /** Its first log line goes to stderr. */
  public Command version() {
    return Command.of(QUICK, binary.toString(), "--version");
  }

  /**
   * Seals one sector in a folder of its own below {@code folder}, and takes it away at the end. The
   * proofs' library tells which GPU it uses, if it is asked to.
   */
  public JobSpec sealing(JobKey key, Path folder, List<String> command) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", WITHOUT_LEFTOVERS, "sh"));
    argv.add(folder.toString());
    argv.addAll(command);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putIfAbsent("RUST_LOG", "info");
    variables.putIfAbsent("GOLOG_LOG_FMT", "nocolor");
    return JobSpec.of(key, Lotus.parent(binary), argv).with(variables).asGuest();
  }

  /** As an operator would type it. */
  public List<String> sealingCommand(
      ByteSize sectorSize, Path folder, boolean skipCommit2, boolean skipUnseal) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "sealing",
                "--storage-dir=" + folder,
                "--sector-size=" + sectorSize,
                "--num-sectors=1",
                "--parallel=1",
                "--json-out"));
    if (skipCommit2) {
      argv.add("--skip-commit2");
    }
    if (skipUnseal) {
      argv.add("--skip-unseal");
    }
    return argv;
  }
}
