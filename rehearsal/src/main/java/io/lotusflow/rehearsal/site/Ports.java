package io.lotusflow.rehearsal.site;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Properties;
import java.util.Random;
import java.util.Set;

/**
 * The ports of one rehearsal, chosen when it is first started and kept for its life: settings,
 * sources and chain name them.
 *
 * @param site HTTP of all downloads
 * @param network the stand-in chain
 * @param daemonApi what the rehearsed daemon shall listen on
 * @param minerApi what the rehearsed miner shall listen on
 * @param libp2p what the rehearsed daemon shall listen on for peers
 */
public record Ports(int site, int network, int daemonApi, int minerApi, int libp2p) {
  /**
   * Below the range from which Linux takes ports for outgoing connections: what is free now must be
   * free after a restart too.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;

  /** Those of the folder; chosen now if it has none. */
  static Ports of(Path folder) throws IOException {
    Path file = folder.resolve("ports.properties");
    if (!Files.exists(file)) {
      choose().write(file);
    }
    return read(folder);
  }

  /** Those of a folder whose site was started before. */
  public static Ports read(Path folder) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("ports.properties"))) {
      properties.load(reader);
    }
    return new Ports(
        port(properties, "site"),
        port(properties, "network"),
        port(properties, "daemon-api"),
        port(properties, "miner-api"),
        port(properties, "libp2p"));
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static int port(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name));
  }

  private static Ports choose() {
    Set<Integer> taken = new HashSet<>();
    return new Ports(free(taken), free(taken), free(taken), free(taken), free(taken));
  }

  private static int free(Set<Integer> taken) {
    Random random = new Random();
    while (true) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      if (isFree(port) && taken.add(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("site", Integer.toString(site));
    properties.setProperty("network", Integer.toString(network));
    properties.setProperty("daemon-api", Integer.toString(daemonApi));
    properties.setProperty("miner-api", Integer.toString(minerApi));
    properties.setProperty("libp2p", Integer.toString(libp2p));
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(unfinished)) {
      properties.store(writer, null);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
