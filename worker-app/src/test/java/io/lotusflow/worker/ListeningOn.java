package io.lotusflow.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process waits for connections, as the kernel tells it: {@code 0100007F:1C41}. */
record ListeningOn(List<String> addresses) {

  private static final String LISTENING = "0A";
  private static final String LOOPBACK_4 = "0100007F:";
  private static final String LOOPBACK_6 = "00000000000000000000000001000000:";

  static ListeningOn of(long pid) {
    Set<String> sockets = sockets(pid);
    return new ListeningOn(
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(ListeningOn::lines)
            .map(line -> line.strip().split("\\s+"))
            .filter(field -> field[3].equals(LISTENING) && sockets.contains(field[9]))
            .map(field -> field[1])
            .toList());
  }

  /** Those that others than this machine can reach. */
  List<String> fromOutside() {
    return addresses.stream()
        .filter(address -> !address.startsWith(LOOPBACK_4) && !address.startsWith(LOOPBACK_6))
        .toList();
  }

  private static Stream<String> lines(String table) {
    try {
      return Files.readAllLines(Path.of(table)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> sockets(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.map(ListeningOn::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring(8, target.length() - 1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
