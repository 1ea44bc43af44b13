package io.lotusflow.lotus;

import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobSpec;
import io.lotusflow.process.Command;
import io.lotusflow.storage.StoragePath;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code lotus-miner} invocations this project uses. No other class spells out their arguments
 * or their environment.
 *
 * @param binary absolute path of {@code lotus-miner}
 * @param miner whose repository is meant
 * @param node the daemon it hangs on
 * @param environment what the miner is given besides: paths of proofs, GPU, performance
 */
public record LotusMiner(
    Path binary, NodeApi miner, NodeApi node, Map<String, String> environment) {
  private static final Duration QUICK = Duration.ofMinutes(2);

  public LotusMiner {
    environment = Map.copyOf(environment);
  }

  /** For what is only shown: a remote node's token is in no argument, and may be still to come. */
  public LotusMiner shown() {
    return new LotusMiner(binary, miner, miner, environment);
  }

  /** Needs neither miner nor node. */
  public Command version() {
    return Command.of(QUICK, binary.toString(), "--version");
  }

  /** Prints the default configuration of this version, commented out. */
  public Command defaultConfig() {
    return Command.of(QUICK, binary.toString(), "config", "default");
  }

  /**
   * Creates a miner actor and its repository. Lotus deletes the whole repository folder if this
   * fails. {@code --nosync}: its own wait never ends while the head is older than one block;
   * whoever calls this has looked at the head.
   */
  public JobSpec init(JobKey key, String owner, String worker, ByteSize sectorSize) {
    return init(key, sectorSize, List.of("--owner=" + owner, "--worker=" + worker));
  }

  /** Makes the repository of an actor that is on the chain already. Its worker pays a message. */
  public JobSpec initWithActor(JobKey key, String actor, ByteSize sectorSize) {
    return init(key, sectorSize, List.of("--actor=" + actor));
  }

  private JobSpec init(JobKey key, ByteSize sectorSize, List<String> who) {
    List<String> argv = new ArrayList<>(List.of(binary.toString(), "init"));
    argv.addAll(who);
    argv.add("--sector-size=" + sectorSize);
    argv.add("--no-local-storage");
    argv.add("--nosync");
    return job(key, Lotus.parent(Path.of(miner.repo())), argv);
  }

  private JobSpec job(JobKey key, Path folder, List<String> argv) {
    NodeEnvironment variables = variables();
    JobSpec job = JobSpec.of(key, folder, argv).with(variables.open());
    return variables.secretName().isEmpty()
        ? job
        : job.withSecret(variables.secretName(), variables.secret());
  }

  /** Sends a message and returns before it is on the chain. */
  public Command setAddresses(Dialect dialect, List<Multiaddr> addresses) {
    List<String> arguments = new ArrayList<>(List.of("actor", dialect.setAddresses()));
    addresses.forEach(address -> arguments.add(address.toString()));
    return miner(arguments);
  }

  /** Writes {@code sectorstore.json} into the path, then gives it to the running miner. */
  public Command attachNewStorage(StoragePath path) {
    List<String> arguments = new ArrayList<>(List.of("storage", "attach", "--init"));
    if (path.seal()) {
      arguments.add("--seal");
    }
    if (path.store()) {
      arguments.add("--store");
    }
    arguments.add("--weight=" + path.weight());
    path.maxStorage().ifPresent(size -> arguments.add("--max-storage=" + size));
    path.groups().forEach(group -> arguments.add("--groups=" + group));
    path.allowTo().forEach(group -> arguments.add("--allow-to=" + group));
    arguments.add(Path.of(path.path()).normalize().toString());
    return miner(arguments);
  }

  /** Gives a path with a {@code sectorstore.json} to the running miner. */
  public Command attachStorage(Path path) {
    return miner(List.of("storage", "attach", path.toString()));
  }

  /** Marks a sector without deals to take some. */
  public Command markForUpgrade(Dialect dialect, long sector) {
    return miner(List.of("sectors", dialect.markForUpgrade(), Long.toString(sector)));
  }

  /** Takes the mark away, or what has become of it. */
  public Command abortUpgrade(long sector) {
    return miner(List.of("sectors", "abort-upgrade", "--really-do-it", Long.toString(sector)));
  }

  /**
   * Sets the ask; both prices are attoFIL per GiB and epoch. Said with their unit: Lotus takes a
   * bare number for whole FIL.
   */
  public Command setAsk(
      BigInteger price, BigInteger verifiedPrice, ByteSize minPiece, ByteSize maxPiece) {
    return miner(
        List.of(
            "storage-deals",
            "set-ask",
            "--price=" + price + "attofil",
            "--verified-price=" + verifiedPrice + "attofil",
            "--min-piece-size=" + minPiece.bytes() + "B",
            "--max-piece-size=" + maxPiece.bytes() + "B"));
  }

  /** A file with one CID in each line takes the place of the whole list. */
  public Command setBlocklist(Path file) {
    return miner(List.of("storage-deals", "set-blocklist", file.toString()));
  }

  /** Afterwards no piece is refused. */
  public Command resetBlocklist() {
    return miner(List.of("storage-deals", "reset-blocklist"));
  }

  /** Reads the whole file before it answers: minutes to hours. */
  public JobSpec importData(JobKey key, String proposal, Path file) {
    return job(
        key,
        Lotus.parent(file),
        List.of(binary.toString(), "storage-deals", "import-data", proposal, file.toString()));
  }

  /** As {@link Lotus#backup}, of the miner. */
  public Command backup(Path file, boolean offline) {
    return miner(
            offline
                ? List.of("backup", "--offline", file.toString())
                : List.of("backup", file.toString()))
        .lasting(Lotus.BACKUP);
  }

  private Command miner(List<String> arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(binary.toString());
    argv.addAll(arguments);
    return Command.of(QUICK, argv).with(variables().all());
  }

  private NodeEnvironment variables() {
    return NodeEnvironment.ofDaemon(node)
        .with(environment)
        .with(Map.of("LOTUS_MINER_PATH", miner.repo()));
  }
}
