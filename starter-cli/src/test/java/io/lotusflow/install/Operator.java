package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.crash.Living;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Someone at a terminal with an empty home: types commands of the built launcher, reads what they
 * print.
 */
public final class Operator implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Test processes have neighbouring numbers, and a port that is chosen is not taken at once. */
  private static final int FIRST_PORT = 17_000 + 30 * (int) (ProcessHandle.current().pid() % 90);

  private static final int PORTS = 2;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> through;
  private final int[] ports = new int[2];

  /** What a command did. */
  public record Said(List<String> command, int exit, String out, String err, Duration took) {

    public Said expecting(int wanted) {
      assertThat(exit).as("exit code of %s%n%s%n%s", command, out, err).isEqualTo(wanted);
      return this;
    }

    /** The same, with only a part of what was printed. */
    Said withOut(String part) {
      return new Said(command, exit, part, err, took);
    }

    public JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON from " + command + ": " + out + err, e);
      }
    }
  }

  /** With more variables than a bare login has. */
  public Operator(Path folder, Map<String, String> more) {
    this(folder, more, List.of());
  }

  /**
   * @param through a command that runs others, somewhere else than here
   */
  Operator(Path folder, Map<String, String> more, List<String> through) {
    this.folder = folder;
    this.environment = more;
    this.through = through;
    this.ports[0] = freePort(FIRST_PORT + PORTS * COUNT.getAndIncrement());
    this.ports[1] = freePort(ports[0] + 1);
  }

  /** The state folder of everything this operator does. */
  public Path state() {
    return folder.resolve("state");
  }

  /** All that it has lies in there. */
  public Path folder() {
    return folder;
  }

  /** Nothing of ours is ever put there. */
  public Path home() {
    return folder.resolve("home");
  }

  /** Of this operator's Temporal server. */
  public String address() {
    return "127.0.0.1:" + ports[0];
  }

  public Path rehearsal() {
    return state().resolve("rehearsal");
  }

  public Said types(String... arguments) {
    return types(Duration.ofMinutes(6), arguments);
  }

  public Said types(Duration atMost, String... arguments) {
    Typed typed = starts(arguments);
    return typed.ends(atMost);
  }

  /** Types a command and goes on without waiting for its end. */
  public Typed starts(String... arguments) {
    List<String> command = new ArrayList<>(through);
    command.add(launcher().toString());
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(home());
      Path out = Files.createTempFile(folder, "out", ".txt");
      Path err = Files.createTempFile(folder, "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(home().toFile());
      builder.environment().clear();
      builder.environment().putAll(bareLogin());
      builder.environment().putAll(environment);
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Typed(command, builder.start(), out, err, System.nanoTime());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A command that was started. */
  public record Typed(List<String> command, Process process, Path out, Path err, long since) {

    public Said ends(Duration atMost) {
      try {
        boolean ended = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        String printed = Files.readString(out);
        String messages = Files.readString(err);
        assertThat(ended)
            .as("%s ends within %s%n%s%n%s", command, atMost, printed, messages)
            .isTrue();
        return new Said(command, process.exitValue(), printed, messages, took);
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Map<String, String> bareLogin() {
    return Map.of(
        "PATH", System.getenv("PATH"),
        "HOME", home().toString(),
        "LANG", "C.UTF-8",
        "LOTUSFLOW_HOME", state().toString(),
        "JAVA_HOME", System.getProperty("java.home"),
        "LOTUSFLOW_PORT", Integer.toString(ports[0]),
        "LOTUSFLOW_UI_PORT", Integer.toString(ports[1]));
  }

  /** Another server may have the usual ports; below the range that outgoing connections take. */
  private static int freePort(int from) {
    for (int port = from; port < 20_000; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next one, then
      }
    }
    throw new AssertionError("no free port");
  }

  /** The launcher of this source tree, built before the tests by {@code make}. */
  private static Path launcher() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("lotusflow"))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder with the launcher").isNotNull();
    }
    return folder.resolve("lotusflow");
  }

  /**
   * Every process that has this operator's folder in its environment, arguments or working folder.
   */
  public List<String> processes() {
    return Living.of(Living.all(), folder.toString()).stream()
        .map(process -> process.pid() + " " + process.commandLine())
        .toList();
  }

  /** Takes away whatever a failed test left behind. */
  @Override
  public void close() {
    types("rehearsal", "remove", "--yes");
    types("down");
  }
}
