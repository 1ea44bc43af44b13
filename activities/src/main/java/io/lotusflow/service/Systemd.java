package io.lotusflow.service;

import io.lotusflow.host.HostProblem;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Output;
import io.lotusflow.process.ProcessId;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Redactor;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Units of the machine's systemd, under its own {@code systemctl}. */
final class Systemd implements Keeper {
  private static final Duration QUICK = Duration.ofSeconds(30);
  private static final Integer[] ANY = {0, 1, 2, 3, 4, 5};

  private final Programs programs = new Programs();
  private final RootFiles files = new RootFiles(programs);

  @Override
  public Receipt install(ServiceUnit wanted, boolean dryRun) {
    ServiceUnit unit = withUser(wanted);
    UnitFiles texts = new UnitFiles(unit);
    Map<Path, String> changes = new LinkedHashMap<>();
    // A base unit that is there may be Lotus' own: what counts is in the drop-in.
    if (!files.exists(texts.baseFile())) {
      changes.put(texts.baseFile(), texts.base());
    }
    putIfOther(changes, texts.dropInFile(), texts.dropIn());
    putIfOther(changes, texts.environmentFile(), texts.environment());
    if (Files.isDirectory(UnitFiles.LOGROTATE)) {
      putIfOther(changes, texts.logrotateFile(), texts.logrotate());
    }
    if (changes.isEmpty() && isEnabled(unit)) {
      return Receipt.alreadySo(unit.name());
    }
    String what = changes.keySet().stream().map(Path::toString).collect(Collectors.joining(", "));
    String[] commands = {"systemctl daemon-reload", spelled("enable", unit)};
    if (dryRun) {
      return Receipt.wouldDo(what, commands);
    }
    if (!changes.isEmpty()) {
      HostProblem.requireRoot("install " + what);
    }
    changes.forEach((file, text) -> files.write(file, text, modeOf(texts, file)));
    files.makeFolder(Path.of(unit.logFile()).getParent(), unit.user());
    systemctl(QUICK, () -> {}, "daemon-reload");
    systemctl(QUICK, () -> {}, "enable", name(unit));
    return Receipt.done(what, commands);
  }

  /** A service of a plain user runs as that user, although root starts it. */
  private static ServiceUnit withUser(ServiceUnit unit) {
    if (!unit.user().isEmpty() || !Sudo.needed()) {
      return unit;
    }
    return new ServiceUnit(
        unit.name(),
        unit.description(),
        unit.command(),
        unit.environment(),
        unit.workingDirectory(),
        System.getProperty("user.name"),
        unit.nofile(),
        unit.memoryMax(),
        unit.cpuAffinity(),
        unit.requiresMounts(),
        unit.after(),
        unit.logFile(),
        unit.stopTimeout());
  }

  private void putIfOther(Map<Path, String> changes, Path file, String text) {
    if (!files.is(file, text)) {
      changes.put(file, text);
    }
  }

  /** What a service is given may hold the password of a proxy. */
  private static String modeOf(UnitFiles texts, Path file) {
    return file.equals(texts.environmentFile()) ? "0600" : "0644";
  }

  private boolean isEnabled(ServiceUnit unit) {
    return programs
        .run(Command.of(QUICK, "systemctl", "is-enabled", name(unit)).accepting(ANY))
        .line()
        .equals("enabled");
  }

  @Override
  public void start(ServiceUnit unit, Runnable heartbeat) {
    try {
      systemctl(QUICK, heartbeat, "start", name(unit));
    } catch (CommandFailed refused) {
      throw ServiceProblem.SERVICE_NOT_STARTED.because(
          unit.name(), Redactor.redact(refused.getMessage()), unit.logFile());
    }
  }

  @Override
  public void stop(ServiceUnit unit, Runnable heartbeat) {
    Optional<ProcessId> process = ProcessId.of(state(unit).pid());
    if (show(unit).get("LoadState").equals("loaded")) {
      systemctl(Keeper.patience(unit), heartbeat, "stop", name(unit));
      // Else the crashes before this stop would be told of the next start.
      systemctl(QUICK, heartbeat, "reset-failed", name(unit));
    }
    Waiting.until(
        () -> process.filter(p -> p.alive(ProcessId.currentBoot())).isEmpty(),
        Keeper.patience(unit),
        heartbeat);
  }

  @Override
  public ServiceState state(ServiceUnit unit) {
    Map<String, String> shown = show(unit);
    boolean running = shown.get("ActiveState").equals("active");
    long pid = running ? Long.parseLong(shown.get("MainPID")) : 0;
    return new ServiceState(
        shown.get("LoadState").equals("loaded"),
        running,
        pid,
        running
            ? Optional.of(sinceBoot(shown.get("ExecMainStartTimestampMonotonic")))
            : Optional.empty(),
        Integer.parseInt(shown.get("NRestarts")));
  }

  private Map<String, String> show(ServiceUnit unit) {
    Output shown =
        programs.run(
            Command.of(
                QUICK,
                "systemctl",
                "show",
                "--property=LoadState,ActiveState,MainPID,NRestarts,ExecMainStartTimestampMonotonic",
                name(unit)));
    return shown
        .stdout()
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static Instant sinceBoot(String micros) {
    // nanoTime is the same clock: it counts from boot.
    long ago = System.nanoTime() / 1000 - Long.parseLong(micros);
    return Instant.now().minusNanos(ago * 1000);
  }

  @Override
  public Receipt uninstall(ServiceUnit unit, boolean dryRun) {
    UnitFiles texts = new UnitFiles(unit);
    if (!files.exists(texts.baseFile()) && !files.exists(texts.dropInFolder())) {
      return Receipt.alreadySo(unit.name());
    }
    String[] commands = {spelled("disable", unit), "systemctl daemon-reload"};
    if (dryRun) {
      return Receipt.wouldDo(texts.baseFile().toString(), commands);
    }
    programs.run(Command.of(QUICK, "systemctl", "disable", name(unit)).accepting(ANY).withRoot());
    files.delete(texts.dropInFolder());
    files.delete(texts.baseFile());
    files.delete(texts.logrotateFile());
    systemctl(QUICK, () -> {}, "daemon-reload");
    return Receipt.done(texts.baseFile().toString(), commands);
  }

  @Override
  public String spelled(String act, ServiceUnit unit) {
    return "systemctl " + act + ' ' + name(unit);
  }

  private void systemctl(Duration timeout, Runnable heartbeat, String... arguments) {
    String[] argv = new String[arguments.length + 1];
    argv[0] = "systemctl";
    System.arraycopy(arguments, 0, argv, 1, arguments.length);
    programs.run(Command.of(timeout, argv).withRoot(), heartbeat);
  }

  private static String name(ServiceUnit unit) {
    return unit.name() + ".service";
  }
}
