package io.lotusflow.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real systemd in namespaces of its own, for the tests of a class, and our code run beside it in
 * a JVM of its own. Skips them, and says why, where the machine does not allow it.
 */
public final class SystemdLab implements BeforeAllCallback, AfterAllCallback {
  private Process unshare;
  private long systemd;

  @Override
  public void beforeAll(ExtensionContext tests) throws IOException {
    Path script = Path.of(SystemdLab.class.getResource("systemd-lab.sh").getPath());
    List<String> argv =
        new ArrayList<>(List.of("unshare", "--fork", "--kill-child", "--pid", "--mount", "--uts"));
    argv.addAll(List.of("--ipc", "--cgroup", "--mount-proc", "sh", script.toString()));
    Path log = Files.createTempFile("systemd-lab", ".log");
    unshare =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !unshare.isAlive() || unshare.children().anyMatch(SystemdLab::isSystemd));
    if (!unshare.isAlive()) {
      abort("no systemd in namespaces on this machine: " + Files.readString(log));
    }
    systemd = unshare.children().findFirst().orElseThrow().pid();
    await().atMost(Duration.ofSeconds(30)).until(this::answers);
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    unshare.destroyForcibly().onExit().join();
  }

  private static boolean isSystemd(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/systemd")).isPresent();
  }

  private boolean answers() throws Exception {
    List<String> state = run("systemctl", "is-system-running").lines().toList();
    return state.contains("running") || state.contains("degraded");
  }

  /** Runs a command beside that systemd; returns all that it printed. */
  public String run(String... argv) throws Exception {
    return new String(
        inside(argv).getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Runs a class with a main method beside that systemd; it ends with 0 if all is well. */
  public void runMain(Class<?> main, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
    argv.addAll(List.of(classPath(), main.getName()));
    argv.addAll(List.of(arguments));
    Process process = inside(argv.toArray(String[]::new));
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }

  /** The end of a scenario's process, whatever threads it has left. */
  public static void exitAfter(Scenario scenario) {
    try {
      scenario.run();
      System.exit(0);
    } catch (Throwable failed) {
      failed.printStackTrace();
      System.exit(1);
    }
  }

  /** Something to try that may fail in any way. */
  public interface Scenario {
    void run() throws Exception;
  }

  private Process inside(String... argv) throws IOException {
    List<String> entering = new ArrayList<>(List.of("nsenter", "-t", Long.toString(systemd), "-a"));
    entering.addAll(List.of(argv));
    return new ProcessBuilder(entering).redirectErrorStream(true).start();
  }

  /** Of these tests: surefire puts it behind a jar of its own. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
