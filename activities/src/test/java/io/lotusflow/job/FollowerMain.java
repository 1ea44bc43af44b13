package io.lotusflow.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker as far as jobs are concerned: a process that runs one job and may be killed meanwhile.
 */
final class FollowerMain {
  private static final JobAsk ASK = new JobAsk("run-1/5", Instant.parse("2026-11-23T10:00:00Z"));

  private FollowerMain() {}

  /**
   * Arguments: the folder of the jobs, that of the script, the script. Ends with the job's code.
   */
  public static void main(String[] arguments) {
    Script script = new Script(Path.of(arguments[1]));
    Jobs jobs = new Jobs(Path.of(arguments[0]), new SessionLauncher());
    JobSpec spec = JobSpec.of(key(), script.folder(), script.counting(arguments[2]));
    System.exit(jobs.run(spec, ASK, System.out::println, state -> {}).code());
  }

  static JobKey key() {
    return JobKey.of("build/node-1", "Compile", "v1.36.2");
  }

  static Process start(Path jobs, Path work, String script) {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    argv.addAll(List.of(io.lotusflow.service.SystemdLab.classPath(), FollowerMain.class.getName()));
    argv.addAll(List.of(jobs.toString(), work.toString(), script));
    try {
      return new ProcessBuilder(argv)
          .redirectErrorStream(true)
          .redirectOutput(work.resolve("out").toFile())
          .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
