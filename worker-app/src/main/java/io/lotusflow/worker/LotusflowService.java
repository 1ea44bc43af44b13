package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.server.BinaryFinder;
import io.lotusflow.server.UpRefused;
import io.lotusflow.temporal.PayloadKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** lotusflow as a service of systemd: up after every boot, and again after every crash. */
final class LotusflowService {

  static final String UNIT = "lotusflow.service";

  /** The Debian package's, for a worker alone of {@link #STATE}. */
  static final String PACKAGED_WORKER = "lotusflow-worker.service";

  private static final Path PACKAGED = Path.of("/lib/systemd/system");

  /** Root's folder, which the package's units serve. */
  static final Path STATE = Path.of("/var/lib/lotusflow");

  /** What names ports and another server; an API key belongs into {@code temporal.toml}. */
  private static final List<String> HEARD =
      List.of(
          BinaryFinder.VARIABLE,
          "LOTUSFLOW_PORT",
          "LOTUSFLOW_UI_PORT",
          "LOTUSFLOW_CODEC_PORT",
          PayloadKeyFile.VARIABLE,
          UpOptions.METRICS_PORT,
          "TEMPORAL_ADDRESS",
          "TEMPORAL_NAMESPACE",
          "TEMPORAL_CONFIG_FILE",
          "TEMPORAL_PROFILE");

  private final Path units;
  private final boolean systemd;
  private final boolean root;

  LotusflowService(Path units, boolean systemd, boolean root) {
    this.units = units;
    this.systemd = systemd;
    this.root = root;
  }

  static LotusflowService ofThisHost() {
    return new LotusflowService(
        Path.of("/etc/systemd/system"),
        Files.isDirectory(Path.of("/run/systemd/system")),
        isRoot());
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /**
   * Writes the unit, enables and starts it. Run again, it renews the unit. Where a package has
   * brought one that does the same, it is taken: ours would hide the package's other one, and hear
   * nothing of {@code /etc/lotusflow/environment}.
   *
   * @param makeRoom ends what keeps the unit from starting
   */
  void install(UpOptions options, Runnable makeRoom) {
    check();
    if (options.workerOnly() && isServedByPackage(Home.ofThisProcess())) {
      makeRoom.run();
      systemctl("enable", "--now", PACKAGED_WORKER);
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(options.ofSupervisor());
    Home home = Home.ofThisProcess();
    home.run();
    String text =
        UnitText.of(
            UnitText.description(options.workerOnly()),
            JavaCommand.supervisor(arguments),
            environment(home, System.getenv()));
    Path file = units.resolve(UNIT);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShiftLog.say("wrote %s", file);
    systemctl("daemon-reload");
    makeRoom.run();
    systemctl("enable", "--now", UNIT);
  }

  private boolean isServedByPackage(Home home) {
    return home.folder().equals(STATE)
        && !Files.exists(units.resolve(UNIT))
        && Files.exists(PACKAGED.resolve(PACKAGED_WORKER));
  }

  /**
   * What the installing shell says and a service would not hear. Never a secret: units are public.
   */
  private static Map<String, String> environment(Home home, Map<String, String> env) {
    Map<String, String> kept = new HashMap<>(Map.of(Home.VARIABLE, home.folder().toString()));
    for (String name : HEARD) {
      if (env.containsKey(name)) {
        kept.put(name, env.get(name));
      }
    }
    return kept;
  }

  /** Stops the service and takes the unit away; the state stays. */
  void uninstall() {
    check();
    Path file = units.resolve(UNIT);
    if (!Files.exists(file)) {
      ShiftLog.say("%s is not there", file);
      return;
    }
    systemctl("disable", "--now", UNIT);
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShiftLog.say("removed %s", file);
    systemctl("daemon-reload");
  }

  private void check() {
    if (!systemd) {
      throw new UpRefused(UpRefused.Kind.NO_SERVICE, "no-systemd");
    }
    if (!root) {
      throw new UpRefused(UpRefused.Kind.NO_SERVICE, "not-root");
    }
  }

  /**
   * @throws UpRefused if it does not end well
   */
  static void systemctl(String... arguments) {
    List<String> line = new ArrayList<>(List.of("systemctl"));
    line.addAll(List.of(arguments));
    ShiftLog.say("%s", String.join(" ", line));
    try {
      int exit =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.to(Path.of("/dev/stderr").toFile()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (exit != 0) {
        throw new UpRefused(
            UpRefused.Kind.NO_SERVICE, "systemctl-failed", String.join(" ", line), exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
