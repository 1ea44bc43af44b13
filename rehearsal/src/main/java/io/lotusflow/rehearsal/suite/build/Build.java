package io.lotusflow.rehearsal.suite.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The suite's build, read from class path resources that its Makefile writes:
 *
 * <ul>
 *   <li>{@code version.properties}: {@code version} (such as 1.36.2), {@code network} (tag after
 *       the plus sign), {@code commit} (short hash), {@code blockdelay} (seconds, 4 if absent);
 *   <li>{@code bootstrap.pi}: multiaddrs of the first peers, one a line; the environment variable
 *       {@code LOTUS_BOOTSTRAP_PEERS} (separated by commas) takes its place;
 *   <li>{@code genesis.car}: the genesis of the network, optional: {@code lotus daemon --genesis}
 *       serves as well;
 *   <li>{@code parameters.json}: the proof parameters there are;
 *   <li>{@code rehearsal.properties}, all optional: {@code faults}, the folder that {@link Fault}
 *       watches; {@code gateway}, where parameters come from unless {@code IPFS_GATEWAY} says
 *       otherwise; {@code workerfiles}, how many open files a worker wants (100000); {@code
 *       sealpercent}, how long sealing takes, compared with what it usually takes here.
 * </ul>
 */
public final class Build {
  private static final long DEFAULT_BLOCK_DELAY = 4;

  private Build() {}

  /** {@code v1.36.2+rehearsal+git.b835fab7}. */
  public static String version() {
    Properties properties = properties("version.properties");
    String version = "v" + properties.getProperty("version", "1.36.2");
    String commit = properties.getProperty("commit", "");
    return version + "+" + network() + (commit.isEmpty() ? "" : "+git." + commit);
  }

  /**
   * Whether this is a version before v1.27.1, whose miner takes deals itself. What else was
   * different then is rehearsed as far as it is cheap.
   */
  public static boolean hasMarket() {
    String[] numbers = properties("version.properties").getProperty("version", "").split("[.-]", 4);
    return numbers.length > 2
        && number(numbers[0]) * 1_000_000 + number(numbers[1]) * 1_000 + number(numbers[2])
            < 1_027_001;
  }

  private static long number(String digits) {
    return Long.parseLong(digits.strip());
  }

  public static String network() {
    return properties("version.properties").getProperty("network", "rehearsal");
  }

  /** Seconds from one epoch to the next. */
  public static long blockDelay() {
    String seconds = properties("version.properties").getProperty("blockdelay");
    return seconds == null ? DEFAULT_BLOCK_DELAY : Long.parseLong(seconds.strip());
  }

  public static List<String> bootstrapPeers() {
    String given = System.getenv("LOTUS_BOOTSTRAP_PEERS");
    String text = given != null ? given.replace(',', '\n') : resource("bootstrap.pi").orElse("");
    List<String> peers = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank()) {
        peers.add(line.strip());
      }
    }
    return peers;
  }

  public static Optional<String> gateway() {
    return Optional.ofNullable(properties("rehearsal.properties").getProperty("gateway"));
  }

  /** How many files a worker must be allowed to open. */
  public static long workerFiles() {
    return Long.parseLong(
        properties("rehearsal.properties").getProperty("workerfiles", "100000").strip());
  }

  /** How long sealing takes, in percent of the usual. */
  public static long sealPercent() {
    return Long.parseLong(
        properties("rehearsal.properties").getProperty("sealpercent", "100").strip());
  }

  public static Optional<byte[]> genesis() {
    return bytes("genesis.car");
  }

  public static Optional<String> resource(String name) {
    Optional<byte[]> bytes = bytes(name);
    return bytes.isPresent()
        ? Optional.of(new String(bytes.get(), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  static Properties properties(String name) {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getClassLoader().getResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
    return properties;
  }

  private static Optional<byte[]> bytes(String name) {
    try (InputStream in = Build.class.getClassLoader().getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }
}
