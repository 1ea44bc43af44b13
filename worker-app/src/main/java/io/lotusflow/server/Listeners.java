package io.lotusflow.server;

import io.lotusflow.home.LiveProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens where on this machine. */
public final class Listeners {

  private static final String LISTENING = "0A";

  private Listeners() {}

  /** A program that listens. The kernel hides other users' programs from those who are not root. */
  record Listener(Optional<LiveProcess> process, List<String> commandLine) {

    @Override
    public String toString() {
      return process
          .map(p -> "%s (pid %d)".formatted(Path.of(commandLine.get(0)).getFileName(), p.pid()))
          .orElse("another user's program");
    }
  }

  /**
   * Makes sure that nobody listens on a port.
   *
   * @param option by what another one is chosen
   * @throws UpRefused of kind PORT_TAKEN
   */
  public static void checkFree(int port, String option) {
    listener(port)
        .ifPresent(
            taker -> {
              throw new UpRefused(UpRefused.Kind.PORT_TAKEN, "port-taken", port, taker, option);
            });
  }

  /** Who listens on that TCP port, on whatever address. */
  static Optional<Listener> listener(int port) {
    return socketInode(port)
        .map(inode -> holder(inode).orElse(new Listener(Optional.empty(), List.of())));
  }

  private static Optional<String> socketInode(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(Listeners::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(f -> f.length > 9 && f[1].endsWith(suffix) && f[3].equals(LISTENING))
        .map(f -> f[9])
        .findFirst();
  }

  private static Stream<String> lines(String table) {
    try {
      return Files.readAllLines(Path.of(table)).stream();
    } catch (IOException noSuchProtocol) {
      return Stream.empty();
    }
  }

  private static Optional<Listener> holder(String inode) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(pid, "socket:[" + inode + ']'))
        .findFirst()
        .flatMap(LiveProcess::find)
        .map(process -> new Listener(Optional.of(process), commandLine(process.pid())));
  }

  private static boolean holds(long pid, String socket) {
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : open) {
        if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException notOursOrGone) {
      return false;
    }
  }

  private static List<String> commandLine(long pid) {
    try {
      byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(new String(raw, StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException gone) {
      return List.of("a program");
    }
  }
}
