package io.lotusflow.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.lotusflow.job.JobLauncher;
import io.lotusflow.job.JobWeight;
import io.lotusflow.job.LogLimit;
import io.lotusflow.process.BundledScript;
import io.lotusflow.process.ProcessId;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services without systemd: each has a small supervisor of its own that outlives the worker. It
 * starts the program again when it ends, sooner at first, then with patience. If the supervisor
 * itself is killed, the program runs on, and the next supervisor takes it over.
 *
 * <p>Memory limits need control groups, and are not kept here; nothing starts by itself after a
 * reboot but by {@link #mend}.
 */
final class Supervised implements Keeper {
  private static final Logger log = LoggerFactory.getLogger(Supervised.class);

  /**
   * Definitions are compared as text, and the order of an environment differs between processes.
   */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final Duration START = Duration.ofSeconds(30);
  private static final long LOG_LIMIT = 512L << 20;
  private static final String FIRST_DELAY = "1";
  private static final String LONGEST_DELAY = "30";

  private final Path services;
  private final JobLauncher launcher;

  Supervised(Path services) {
    this(services, JobLauncher.forThisHost());
  }

  Supervised(Path services, JobLauncher launcher) {
    this.services = services;
    this.launcher = launcher;
  }

  @Override
  public Receipt install(ServiceUnit unit, boolean dryRun) {
    refuseOtherUser(unit);
    ServiceFolder folder = folder(unit);
    String wanted = json(unit);
    if (folder.definition().equals(Optional.of(wanted))) {
      return Receipt.alreadySo(unit.name());
    }
    if (dryRun) {
      return Receipt.wouldDo(folder.folder().toString());
    }
    folder.define(wanted);
    makeLogFolder(unit);
    return Receipt.done(folder.folder().toString());
  }

  private static void refuseOtherUser(ServiceUnit unit) {
    if (Sudo.needed()
        && !unit.user().isEmpty()
        && !unit.user().equals(System.getProperty("user.name"))) {
      throw ServiceProblem.SERVICE_USER_NEEDS_ROOT.because(unit.name(), unit.user());
    }
  }

  private static void makeLogFolder(ServiceUnit unit) {
    try {
      Files.createDirectories(Path.of(unit.logFile()).toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start(ServiceUnit unit, Runnable heartbeat) {
    ServiceFolder folder = folder(unit);
    folder.define(json(unit));
    makeLogFolder(unit);
    folder.want();
    if (folder.supervisor().isEmpty()) {
      BooleanSupplier alive = launcher.launch(launchOf(unit, folder));
      Waiting.until(
          () -> folder.supervisor().isPresent() || !alive.getAsBoolean(), START, heartbeat);
    }
    if (!Waiting.until(() -> folder.program().isPresent(), START, heartbeat)) {
      throw ServiceProblem.SERVICE_NOT_STARTED.because(
          unit.name(), "no process within " + START.toSeconds() + " s", unit.logFile());
    }
  }

  private JobLauncher.Launch launchOf(ServiceUnit unit, ServiceFolder folder) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh"));
    argv.add(
        BundledScript.install(Supervised.class, "supervisor.sh", services.resolve(".scripts"))
            .toString());
    argv.addAll(List.of(folder.folder().toString(), unit.logFile(), Long.toString(unit.nofile())));
    argv.addAll(List.of(FIRST_DELAY, LONGEST_DELAY));
    if (!unit.cpuAffinity().isEmpty()) {
      argv.addAll(List.of("taskset", "-c", unit.cpuAffinity().replace(' ', ',')));
    }
    if (!unit.user().isEmpty() && !Sudo.needed()) {
      argv.addAll(List.of("runuser", "-u", unit.user(), "--"));
    }
    argv.addAll(unit.command());
    Map<String, String> environment = new HashMap<>(unit.environment());
    environment.put(ServiceFolder.TAG, folder.folder().toString());
    return new JobLauncher.Launch(
        folder.unit(),
        argv,
        Path.of(unit.workingDirectory()),
        environment,
        JobWeight.NORMAL,
        folder.folder());
  }

  @Override
  public void stop(ServiceUnit unit, Runnable heartbeat) {
    ServiceFolder folder = folder(unit);
    if (folder.definition().isPresent()) {
      folder.unwant();
      launcher.end(folder.unit(), folder.tree(), unit.stopTimeout(), heartbeat);
    }
  }

  @Override
  public ServiceState state(ServiceUnit unit) {
    ServiceFolder folder = folder(unit);
    Optional<ProcessId> program = folder.program();
    return new ServiceState(
        folder.definition().isPresent(),
        program.isPresent(),
        program.map(ProcessId::pid).orElse(0L),
        program.flatMap(any -> folder.programSince()),
        folder.restarts());
  }

  @Override
  public Receipt uninstall(ServiceUnit unit, boolean dryRun) {
    ServiceFolder folder = folder(unit);
    if (folder.definition().isEmpty()) {
      return Receipt.alreadySo(unit.name());
    }
    if (!dryRun) {
      folder.delete();
    }
    return dryRun
        ? Receipt.wouldDo(folder.folder().toString())
        : Receipt.done(folder.folder().toString());
  }

  /**
   * Starts a supervisor for each service that should run and has none: after a reboot, a kill -9.
   * Also cuts logs that have grown too long, as nobody rotates them.
   */
  void mend() {
    try (Stream<Path> all = Files.isDirectory(services) ? Files.list(services) : Stream.empty()) {
      List<ServiceFolder> wanted =
          all.map(ServiceFolder::new).filter(ServiceFolder::isWanted).toList();
      wanted.stream().filter(folder -> folder.supervisor().isEmpty()).forEach(this::supervise);
      wanted.forEach(Supervised::cutLog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cutLog(ServiceFolder folder) {
    folder
        .definition()
        .map(Supervised::parse)
        .ifPresent(unit -> LogLimit.apply(Path.of(unit.logFile()), LOG_LIMIT));
  }

  private void supervise(ServiceFolder folder) {
    ServiceUnit unit = parse(folder.definition().orElseThrow());
    log.warn("service has lost its supervisor, starting another service={}", unit.name());
    start(unit, () -> {});
  }

  @Override
  public String spelled(String act, ServiceUnit unit) {
    return "lotusflow service " + act + ' ' + unit.name();
  }

  private ServiceFolder folder(ServiceUnit unit) {
    return new ServiceFolder(services.resolve(unit.name()));
  }

  private static String json(ServiceUnit unit) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(unit);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServiceUnit parse(String json) {
    try {
      return JSON.readValue(json, ServiceUnit.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
