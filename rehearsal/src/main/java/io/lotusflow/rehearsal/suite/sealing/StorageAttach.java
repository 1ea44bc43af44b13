package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code storage attach} of a miner or a worker. The file that describes a new path is written by
 * the command, on the command's host.
 */
public final class StorageAttach {
  private final RpcClient node;
  private final Arguments arguments;

  public StorageAttach(RpcClient node, Arguments arguments) {
    this.node = node;
    this.arguments = arguments;
  }

  public void run() throws IOException {
    Path path = expanded(arguments.only());
    if (arguments.isTrue("init")) {
      if (StoragePath.isInitialized(path)) {
        throw new CliException("path is already initialized");
      }
      StoragePath.initialize(path, options());
    }
    node.call("StorageAddLocal", path.toString());
  }

  /** A path as it is typed, with the home folder for a tilde. */
  public static Path expanded(String path) {
    String home = System.getenv().getOrDefault("HOME", "/");
    return Path.of(path.startsWith("~/") ? home + path.substring(1) : path);
  }

  private StoragePath.Options options() {
    if (!arguments.isTrue("store") && !arguments.isTrue("seal")) {
      throw new CliException("must specify at least one of --store or --seal");
    }
    return new StoragePath.Options(
        Long.parseLong(arguments.value("weight").orElse("10")),
        arguments.isTrue("seal"),
        arguments.isTrue("store"),
        maxStorage(),
        arguments.values("groups"),
        arguments.values("allow-to"));
  }

  private long maxStorage() {
    try {
      return arguments.value("max-storage").map(Sizes::parse).orElse(0L);
    } catch (IllegalArgumentException e) {
      throw new CliException("parsing max-storage: " + e.getMessage());
    }
  }
}
