package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does a task: takes its time, and writes the files that it would write, small ones. */
public final class Labour {
  private static final Log LOG = new Log("stores");
  private static final int FETCH_MILLIS = 10_000;

  /** Of a sector of 2 KiB; eleven of one of 32 GiB. */
  private static final int LAYERS = 2;

  private final Map<String, String> authorization;

  /**
   * @param authorization header for other workers, that they let their files out
   */
  public Labour(Map<String, String> authorization) {
    this.authorization = Map.copyOf(authorization);
  }

  /**
   * Returns when it is done; the message of an exception is what the miner is told.
   *
   * @param path where the sector's files are, or are to be; absent for tasks that want none
   */
  public void perform(Order order, Optional<StoragePath> path)
      throws IOException, InterruptedException {
    if (order.task().wantsPath() && path.isEmpty()) {
      throw new IOException("acquiring sector paths: no storage path to seal in");
    }
    if (order.task().wantsData()) {
      fetchMissing(order, path.orElseThrow());
    }
    if (order.task() == Task.PRE_COMMIT_2 && !order.ticket()) {
      panic();
    }
    Thread.sleep(millis(order.task()));
    failOnDemand(order.task());
    if (order.task().wantsPath()) {
      write(order, path.orElseThrow());
    }
  }

  private static long millis(Task task) {
    long factor = Math.max(1, Fault.SEAL_SLOW.parameter());
    boolean onCpu = task == Task.PRE_COMMIT_2 || task == Task.COMMIT_2;
    return task.millis()
        * Build.sealPercent()
        / 100
        * factor
        * (onCpu && Fault.GPU_MISSING.isActive() ? 10 : 1);
  }

  /** What the proofs' library does with a ticket of nothing. */
  private static void panic() {
    System.err.println(
        "thread '<unnamed>' panicked: called `Option::unwrap()` on a `None` value: null ticket");
    Runtime.getRuntime().halt(134);
  }

  private static void failOnDemand(Task task) throws IOException {
    Fault fault =
        switch (task) {
          case PRE_COMMIT_1 -> Fault.PC1_FAIL;
          case PRE_COMMIT_2 -> Fault.PC2_FAIL;
          case COMMIT_2 -> Fault.C2_FAIL;
          default -> null;
        };
    if (fault != null && fault.countDown()) {
      throw new IOException(
          task.method() + ": ordered to fail: proof generation failed (storage: ordered)");
    }
  }

  private void fetchMissing(Order order, StoragePath path) throws IOException {
    Set<Kind> kinds =
        order.task() == Task.PRE_COMMIT_1 ? Set.of(Kind.UNSEALED) : Set.of(Kind.SEALED, Kind.CACHE);
    for (Kind kind : kinds) {
      if (!Files.exists(path.file(kind, order.sector()))) {
        fetch(kind, order, path);
      }
    }
  }

  private void fetch(Kind kind, Order order, StoragePath path) throws IOException {
    String tried = "";
    for (String source : order.sources()) {
      URI uri = URI.create(source + "/" + kind.folder() + "/" + order.sector().file());
      try (Http.Response response = Http.get(uri, authorization, FETCH_MILLIS)) {
        if (response.status() == 200) {
          LOG.info("paths/remote.go:1", "Fetch " + uri);
          path.receive(kind, order.sector(), response.body());
          takeAway(uri, kind);
          return;
        }
        tried += " " + response.statusText();
      } catch (IOException e) {
        tried += " " + e.getMessage();
      }
    }
    throw new IOException(
        "acquiring sector paths: failed to acquire sector "
            + order.sector().file()
            + " from remote ("
            + kind.folder()
            + "):"
            + tried);
  }

  /** It was moved, not copied; but for the unsealed data, which several may want. */
  private void takeAway(URI uri, Kind kind) throws IOException {
    if (kind != Kind.UNSEALED) {
      Http.delete(uri, authorization, FETCH_MILLIS).close();
    }
  }

  private static void write(Order order, StoragePath path) throws IOException {
    SectorName sector = order.sector();
    Path cache = path.file(Kind.CACHE, sector);
    byte[] data = new byte[(int) order.sectorSize()];
    switch (order.task()) {
      case ADD_PIECE -> Files.write(path.file(Kind.UNSEALED, sector), data);
      case PRE_COMMIT_1 -> {
        Files.createDirectories(cache);
        Files.write(path.file(Kind.SEALED, sector), data);
        for (int layer = 1; layer <= LAYERS; layer++) {
          Files.write(cache.resolve("sc-02-data-layer-" + layer + ".dat"), data);
        }
      }
      case PRE_COMMIT_2 -> {
        Files.write(path.file(Kind.SEALED, sector), replica(sector, data));
        Files.write(cache.resolve("sc-02-data-tree-c-0.dat"), data);
        Files.write(cache.resolve("sc-02-data-tree-r-last.dat"), data);
        Files.write(cache.resolve("p_aux"), new byte[64]);
        Files.write(cache.resolve("t_aux"), new byte[256]);
      }
      case FINALIZE -> {
        for (String name : Parcel.names(cache)) {
          if (name.contains("layer") || name.contains("tree-c")) {
            Files.delete(cache.resolve(name));
          }
        }
        path.remove(Kind.UNSEALED, sector);
      }
      default -> {
        // Its result is a number, and stays with the miner.
      }
    }
  }

  /** Whether a file is what PreCommit2 has left of that sector. */
  public static boolean isReplica(SectorName sector, Path file) throws IOException {
    byte[] there = Files.readAllBytes(file);
    return Arrays.equals(there, replica(sector, new byte[there.length]));
  }

  private static byte[] replica(SectorName sector, byte[] data) {
    byte[] name = sector.file().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, data, 0, name.length);
    return data;
  }
}
