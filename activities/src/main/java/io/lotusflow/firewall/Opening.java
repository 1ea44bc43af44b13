package io.lotusflow.firewall;

import io.lotusflow.node.Pause;
import io.lotusflow.process.BundledScript;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Sudo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules that were added and go away by themselves unless they are kept: whoever locked himself out
 * only has to wait. Who takes them back is a process of its own, which outlives us.
 */
public final class Opening {
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

  /** Every rule of ours begins with it. */
  private static final String OURS = "lotusflow-";

  private final Path folder;
  private final String mark = OURS + Instant.now().getEpochSecond();

  /**
   * @param folder of lotusflow, in which the opening is remembered
   */
  public Opening(Path folder) {
    this.folder = folder.resolve("firewall");
  }

  /** Of the rules of this opening: of kept ones, others. */
  public String mark() {
    return mark;
  }

  /**
   * Adds rules; first of all it is seen to that they go again.
   *
   * @param rules as {@link Firewall#opening} gives them
   */
  public void add(List<Command> rules, Duration keepWithin) {
    forget("kept");
    forget("waiting");
    write(
        "ufw-" + mark,
        rules.stream()
            .filter(rule -> rule.argv().get(0).equals("ufw"))
            .map(rule -> String.join(" ", rule.argv().subList(1, rule.argv().size() - 2)) + '\n')
            .collect(Collectors.joining()));
    takeBackAfter(keepWithin);
    Programs programs = new Programs();
    rules.forEach(programs::run);
  }

  /** They stay; false if there are none, or if it is too late. */
  public boolean keep() {
    if (!isWaiting()) {
      return false;
    }
    write("kept", "");
    return true;
  }

  /** Whether rules were added that nobody has kept yet. */
  public boolean isWaiting() {
    try {
      long pid = Long.parseLong(Files.readString(folder.resolve("waiting")).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException | NumberFormatException nobody) {
      return false;
    }
  }

  /** Takes away every rule of ours, kept ones too. */
  public void takeBackAll() {
    takeBack(OURS);
  }

  /** Takes away the rules of this opening. */
  public void takeBack() {
    takeBack(mark);
  }

  private void takeBack(String which) {
    new Programs().run(Command.of(MOMENT, script(Duration.ZERO, which)));
  }

  /** Not in the session of whoever asked, which may end with his connection. */
  private void takeBackAfter(Duration time) {
    List<String> script = script(time, mark);
    if (Files.isDirectory(SYSTEMD_RUNS)) {
      List<String> unit = Sudo.transientUnit();
      unit.addAll(List.of("--unit=" + mark, "--"));
      unit.addAll(script);
      new Programs().run(Command.of(MOMENT, unit).withRoot());
    } else {
      leaveBehind(script);
    }
    awaitWaiting();
  }

  private static void leaveBehind(List<String> script) {
    List<String> argv = new ArrayList<>(List.of("setsid", "--fork"));
    argv.addAll(script);
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(Command.BASE_ENVIRONMENT);
    try {
      builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No rule without somebody who takes it back. */
  private void awaitWaiting() {
    long deadline = System.nanoTime() + MOMENT.toNanos();
    while (!isWaiting()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nobody would take the rules back: none was added");
      }
      Pause.of(POLL);
    }
  }

  private List<String> script(Duration time, String which) {
    Path script = BundledScript.install(Opening.class, "take-back.sh", make().resolve("take-back"));
    return List.of(
        "/bin/sh", script.toString(), folder.toString(), Long.toString(time.toSeconds()), which);
  }

  private Path make() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(make().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
