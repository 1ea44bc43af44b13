package io.lotusflow.lotus;

import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobSpec;
import io.lotusflow.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code lotus} invocations this project uses. No other class spells out their arguments or
 * their environment.
 *
 * @param binary absolute path of {@code lotus}
 * @param node whose daemon is meant
 */
public record Lotus(Path binary, NodeApi node) {
  private static final Duration QUICK = Duration.ofSeconds(60);

  /** Metadata of a large miner is some hundred MB. */
  static final Duration BACKUP = Duration.ofMinutes(30);

  /** A constant: what it works on comes as arguments. */
  private static final String FROM_EMPTY = "rm -rf -- \"$1\" && shift && exec \"$@\"";

  /** Prints {@code lotus version 1.36.2+mainnet+git.c6f4d024}. Needs no node. */
  public Command version() {
    return Command.of(QUICK, binary.toString(), "--version");
  }

  /** Prints the default configuration of this version, commented out. Needs no node. */
  public Command defaultConfig() {
    return Command.of(QUICK, binary.toString(), "config", "default");
  }

  /** Makes a key and prints its address only. */
  public Command newBlsWallet() {
    return newWallet("bls");
  }

  /** As {@link #newBlsWallet}, of any type that this version knows. */
  public Command newWallet(String type) {
    return lotus("wallet", "new", type);
  }

  /** Prints a private key: its output belongs into a file of mode 0600 and nowhere else. */
  public Command exportWallet(String address) {
    return lotus("wallet", "export", address);
  }

  /**
   * Imports a snapshot into a repository of its own and ends. Runs for hours. Whatever an earlier
   * start left there is removed first, also when the job is started anew by itself; so it must be a
   * repository of ours.
   *
   * @param repo the repository to fill; its configuration must be there
   * @param wholeChain whether the chain is validated from genesis on; it must be a full one
   * @param genesis path; empty for a network whose genesis is built in
   * @param environment of the daemon's service: an import looks for parameters as a start does
   */
  public JobSpec importInto(
      JobKey key,
      Dialect dialect,
      Path repo,
      Path snapshot,
      boolean wholeChain,
      String genesis,
      Map<String, String> environment) {
    List<String> argv =
        new ArrayList<>(
            List.of("/bin/sh", "-c", FROM_EMPTY, "import", repo.resolve("datastore").toString()));
    argv.addAll(importCommand(dialect, snapshot, wholeChain, genesis));
    Map<String, String> beside = new HashMap<>(environment);
    beside.put("LOTUS_PATH", repo.toString());
    return JobSpec.of(key, parent(repo), argv).with(beside);
  }

  /** As an operator would type it, with {@code LOTUS_PATH} set. */
  public List<String> importCommand(
      Dialect dialect, Path snapshot, boolean wholeChain, String genesis) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "daemon",
                wholeChain ? "--import-chain" : "--import-snapshot",
                snapshot.toString(),
                "--halt-after-import",
                "--bootstrap=false"));
    if (dialect.knowsRemoveExistingChain()) {
      argv.add("--remove-existing-chain=false");
    }
    if (!genesis.isEmpty()) {
      argv.add("--genesis=" + genesis);
    }
    return argv;
  }

  /**
   * Writes a snapshot while the daemon serves. Runs for hours, says nothing, and overwrites the
   * file.
   *
   * @param height of the tipset that becomes its head
   * @param recentStateRoots 0 = no state but that of genesis, and all messages
   */
  public JobSpec exportChain(
      JobKey key, long height, long recentStateRoots, boolean skipOldMessages, Path file) {
    NodeEnvironment environment = NodeEnvironment.ofDaemon(node);
    return JobSpec.of(
            key, parent(file), exportCommand(height, recentStateRoots, skipOldMessages, file))
        .with(environment.open());
  }

  /** As an operator would type it, with {@code LOTUS_PATH} set. */
  public List<String> exportCommand(
      long height, long recentStateRoots, boolean skipOldMessages, Path file) {
    List<String> argv =
        new ArrayList<>(List.of(binary.toString(), "chain", "export", "--tipset=@" + height));
    if (recentStateRoots > 0) {
      argv.add("--recent-stateroots=" + recentStateRoots);
    }
    if (skipOldMessages) {
      argv.add("--skip-old-msgs");
    }
    argv.add(file.toString());
    return argv;
  }

  /**
   * Fetches what is missing of the proof parameters and checks all of it. Runs for hours; needs no
   * node.
   */
  public JobSpec fetchParams(
      JobKey key, ByteSize sectorSize, Path folder, String gateway, Map<String, String> proxies) {
    return JobSpec.of(
            key, parent(folder), List.of(binary.toString(), "fetch-params", sectorSize.toString()))
        .with(proxies)
        .with(Map.of("FIL_PROOFS_PARAMETER_CACHE", folder.toString(), "IPFS_GATEWAY", gateway));
  }

  /** Dials a peer; exit 1 if it does not answer. */
  public Command connect(String peer) {
    return lotus("net", "connect", peer);
  }

  /**
   * Writes the metadata of the repository; no keys. The file is readable by everybody.
   *
   * @param offline needs a repository that nobody uses; otherwise a daemon that was started with
   *     LOTUS_BACKUP_BASE_PATH, and a file below that
   */
  public Command backup(Path file, boolean offline) {
    return offline
        ? lotus("backup", "--offline", file.toString()).lasting(BACKUP)
        : lotus("backup", file.toString()).lasting(BACKUP);
  }

  private Command lotus(String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(binary.toString());
    argv.addAll(List.of(arguments));
    return Command.of(QUICK, argv).with(NodeEnvironment.ofDaemon(node).all());
  }

  static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
