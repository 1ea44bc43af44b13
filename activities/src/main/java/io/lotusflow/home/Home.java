package io.lotusflow.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The one folder that holds all state of lotusflow on this host.
 *
 * <p>{@code LOTUSFLOW_HOME} if given, {@code /var/lib/lotusflow} for root, {@code ~/.lotusflow} for
 * anybody else. Sub-folders come into being, readable by the owner alone, when they are first asked
 * for.
 *
 * @param folder absolute
 */
public record Home(Path folder) {

  /** The variable that names another folder. */
  public static final String VARIABLE = "LOTUSFLOW_HOME";

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  public Home {
    if (!folder.isAbsolute()) {
      throw new IllegalArgumentException(
          VARIABLE + " must be an absolute path, got \"" + folder + '"');
    }
  }

  /** The folder that the environment, the user's home and the user's rights lead to. */
  public static Home resolve(Map<String, String> env, String userHome, boolean root) {
    String given = env.getOrDefault(VARIABLE, "");
    if (!given.isBlank()) {
      return new Home(Path.of(given).normalize());
    }
    return new Home(root ? Path.of("/var/lib/lotusflow") : Path.of(userHome, ".lotusflow"));
  }

  /** The folder for the user and environment of this process. */
  public static Home ofThisProcess() {
    return resolve(
        System.getenv(),
        System.getProperty("user.home"),
        System.getProperty("user.name").equals("root"));
  }

  /** The embedded server's SQLite file; it may not exist yet. */
  public Path database() {
    return sub("database").resolve("temporal.db");
  }

  /** Folders of detached jobs. */
  public Path jobs() {
    return sub("jobs");
  }

  /** How often steps have failed that are still tried. */
  public Path failures() {
    return sub("failures");
  }

  /** Files fetched from the network: kept, resumed, checked. */
  public Path downloads() {
    return sub("downloads");
  }

  /** Other hosts that were given seal workers from here. */
  public Path sealHosts() {
    return sub("seal-hosts");
  }

  /** What can be fetched or made again at any time. */
  public Path cache() {
    return sub("cache");
  }

  /** Output of the worker, the server and the supervisor. */
  public Path logs() {
    return sub("logs");
  }

  /** Everything of the rehearsal network, which makes and marks the folder itself. */
  public Path rehearsal() {
    return folder.resolve("rehearsal");
  }

  /** What came of each run of this host. */
  public Path receipts() {
    return sub("receipts");
  }

  /** Which alerts were sent, and what was seen of schedules. */
  public Path alerts() {
    return sub("alerts");
  }

  /** Batches of sectors: what was pledged, and what is just being pledged. */
  public Path batches() {
    return sub("batches");
  }

  /** What is known of each miner's sectors: where they stand, how long each state takes. */
  public Path sectors() {
    return sub("sectors");
  }

  /** What sectors were before somebody, or we ourselves, gave them another state. */
  public Path sectorEvidence() {
    return sub("sector-evidence");
  }

  /** The seal workers of this host, and the files from which they take their miner's address. */
  public Path sealWorkers() {
    return sub("seal-workers");
  }

  /** This host's private key (0600), for tokens that other hosts seal for it. */
  public Path hostKey() {
    return make(folder).resolve("host-key");
  }

  /** The public keys of hosts that were given a token from here, a file for each. */
  public Path knownHosts() {
    return sub("known-hosts");
  }

  /** How long earlier restarts took. */
  public Path restarts() {
    return sub("restarts");
  }

  /** Migrations of storage that are not over. */
  public Path migrations() {
    return sub("migrations");
  }

  /** Messages that are being sent: signed, and not yet deep in the chain. */
  public Path messages() {
    return sub("messages");
  }

  /** Which deals a miner took before they were turned off, and for whom they are off. */
  public Path deals() {
    return sub("deals");
  }

  /** The last upgrade of each node. */
  public Path upgrades() {
    return sub("upgrades");
  }

  /** Results of benchmarks. It comes into being with the first. */
  public Path benchmarks() {
    return folder.resolve("benchmarks");
  }

  /** Who runs now: locks and states of living processes. */
  public Path run() {
    return sub("run");
  }

  /**
   * The name of this host in task queues: its host name and six random digits, of {@code [a-z0-9-]}
   * only. Made up once, then read from a file, so that it outlives a change of the host name. Many
   * processes may ask at once; all get the same answer.
   */
  public String hostId() {
    Path file = make(folder).resolve("host-id");
    try {
      if (!Files.exists(file)) {
        createOnce(file, newHostId());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes up another name, as if this home had none. No worker of it may be at work. */
  public void renewHostId() {
    Path file = make(folder).resolve("host-id");
    try {
      Path draft = Files.createTempFile(folder, ".host-id", "");
      Files.writeString(draft, newHostId() + '\n');
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A hard link appears whole or not at all, and never replaces what another process made. */
  private static void createOnce(Path file, String content) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), ".host-id", "");
    try {
      Files.writeString(draft, content + '\n');
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException another) {
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String newHostId() {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    return hostName() + '-' + HexFormat.of().formatHex(random);
  }

  private static String hostName() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "host";
    }
    String clean =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return clean.isEmpty() ? "host" : clean.substring(0, Math.min(clean.length(), 40));
  }

  private Path sub(String name) {
    make(folder);
    return make(folder.resolve(name));
  }

  private static Path make(Path folder) {
    try {
      return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, OWNER_ONLY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
