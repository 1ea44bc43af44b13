package io.lotusflow.firewall;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who listens on this machine, as the kernel tells it. */
public final class Listeners {
  private static final String LISTENING = "0A";
  private static final int FIRST_USER_FIELD = 9;

  private final Path proc;

  /** Of this machine. */
  public Listeners() {
    this(Path.of("/proc"));
  }

  Listeners(Path proc) {
    this.proc = proc;
  }

  /**
   * A socket.
   *
   * @param everywhere it takes connections from every network
   * @param loopback it takes connections from this machine alone
   */
  public record Listener(
      int port, boolean udp, boolean everywhere, boolean loopback, String inode) {}

  /** TCP sockets that listen, UDP sockets that are bound. */
  public List<Listener> all() {
    List<Listener> all = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      boolean udp = table.startsWith("udp");
      lines(proc.resolve("net/" + table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length > FIRST_USER_FIELD)
          .filter(fields -> udp || fields[3].equals(LISTENING))
          .map(fields -> listener(fields, udp))
          .forEach(all::add);
    }
    return all;
  }

  public Optional<Listener> at(WantedPort wanted) {
    return all().stream()
        .filter(one -> one.port() == wanted.port() && one.udp() == wanted.udp())
        .findFirst();
  }

  private static Listener listener(String[] fields, boolean udp) {
    String[] local = fields[1].split(":", 2);
    boolean everywhere = local[0].matches("0+");
    return new Listener(
        HexFormat.fromHexDigits(local[1]),
        udp,
        everywhere,
        local[0].equals("0100007F") || local[0].matches("0{24}01000000|0{16}FFFF00000100007F"),
        fields[FIRST_USER_FIELD]);
  }

  /**
   * The ports by which this machine is administered: the one of this very session, and those of
   * every {@code sshd}.
   *
   * @param connection the variable {@code SSH_CONNECTION}; empty if there is none
   */
  public Set<Integer> ssh(String connection) {
    Set<Integer> ports = new TreeSet<>();
    String[] session = connection.strip().split(" ", -1);
    if (session.length == 4 && session[3].matches("\\d{1,5}")) {
      ports.add(Integer.parseInt(session[3]));
    }
    Set<String> sockets = socketsOf("sshd");
    all().stream()
        .filter(one -> !one.udp() && sockets.contains(one.inode()))
        .forEach(one -> ports.add(one.port()));
    return ports;
  }

  private Set<String> socketsOf(String name) {
    Set<String> inodes = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (lines(process.resolve("comm")).equals(List.of(name))) {
          inodes.addAll(sockets(process.resolve("fd")));
        }
      }
    } catch (IOException unreadable) {
      return inodes;
    }
    return inodes;
  }

  private static Set<String> sockets(Path descriptors) {
    Set<String> inodes = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        String target = link(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException notOurs) {
      return inodes;
    }
    return inodes;
  }

  private static String link(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException absent) {
      return List.of();
    }
  }
}
