package io.lotusflow.rehearsal.suite.repo;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The folder of a daemon, a miner or a worker. */
public final class Repo {
  private static final Log LOG = new Log("repo");

  private final Path path;
  private final Kind kind;

  /** Whose folder it is. */
  public enum Kind {
    FULL_NODE("FullNode", "FULLNODE_API_INFO", "LOTUS_PATH", ".lotus"),
    MINER("StorageMiner", "MINER_API_INFO", "LOTUS_MINER_PATH", ".lotusminer"),
    WORKER("Worker", "WORKER_API_INFO", "LOTUS_WORKER_PATH", ".lotusworker");

    private final String label;
    private final String apiVariable;
    private final String pathVariable;
    private final String defaultFolder;

    Kind(String label, String apiVariable, String pathVariable, String defaultFolder) {
      this.label = label;
      this.apiVariable = apiVariable;
      this.pathVariable = pathVariable;
      this.defaultFolder = defaultFolder;
    }

    /** The name in error messages: {@code FullNode}. */
    public String label() {
      return label;
    }

    public String apiVariable() {
      return apiVariable;
    }
  }

  public Repo(Path path, Kind kind) {
    this.path = path;
    this.kind = kind;
  }

  /** By flag, else by environment variable, else in the home folder. */
  public static Repo locate(Kind kind, Optional<String> flag) {
    String home = System.getenv().getOrDefault("HOME", "/");
    String given = flag.orElseGet(() -> System.getenv().getOrDefault(kind.pathVariable, ""));
    if (given.isEmpty()) {
      return new Repo(Path.of(home, kind.defaultFolder), kind);
    }
    boolean inHome = given.equals("~") || given.startsWith("~/");
    return new Repo(inHome ? Path.of(home + given.substring(1)) : Path.of(given), kind);
  }

  public Path path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Whether someone initialized it; Lotus looks at the datastore folder only. */
  public boolean exists() {
    return Files.isDirectory(resolve("datastore"));
  }

  /** Makes the folders and writes {@code config.toml} where there is none. */
  public void init() throws IOException {
    LOG.info("repo/fsrepo.go:230", "Initializing repo at '" + path + "'");
    Files.createDirectories(path);
    if (!Files.exists(configFile())) {
      Files.writeString(configFile(), configText(), StandardCharsets.UTF_8);
    }
    if (kind == Kind.MINER) {
      Files.createDirectories(resolve("datastore/staging"));
    }
    Files.createDirectories(resolve("datastore/metadata"));
    Keystore.open(resolve("keystore"));
  }

  private String configText() {
    return kind == Kind.MINER && Build.hasMarket()
        ? OldMinerConfig.text()
        : DefaultConfig.text(kind);
  }

  public Path configFile() {
    return resolve("config.toml");
  }

  public NodeConfig config() {
    return NodeConfig.read(configFile());
  }

  public Keystore keystore() throws IOException {
    return Keystore.open(resolve("keystore"));
  }

  /** The endpoint that the node wrote when it began to serve. */
  public Optional<String> apiEndpoint() throws IOException {
    Path file = resolve("api");
    return Files.exists(file)
        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }

  public void writeApiEndpoint(String multiaddr) throws IOException {
    replace(resolve("api"), multiaddr);
  }

  public void removeApiEndpoint() throws IOException {
    Files.deleteIfExists(resolve("api"));
  }

  public Optional<String> token() throws IOException {
    Path file = resolve("token");
    return Files.exists(file)
        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }

  public void writeToken(String token) throws IOException {
    replace(resolve("token"), token);
    Files.setPosixFilePermissions(resolve("token"), PosixFilePermissions.fromString("rw-------"));
  }

  public static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text, StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The error of every command that finds no repo. */
  public CliException missing() {
    return new CliException(
        "could not get API info for "
            + kind.label()
            + ": repo directory does not exist. Make sure your configuration is correct");
  }
}
