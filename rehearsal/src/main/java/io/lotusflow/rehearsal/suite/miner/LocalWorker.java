package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.sealing.Labour;
import io.lotusflow.rehearsal.suite.sealing.Machine;
import io.lotusflow.rehearsal.suite.sealing.Order;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.sealing.Task;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The worker within the miner's own process. What it does {@code [Storage] Allow…} says; what it is
 * at ends with the miner.
 */
final class LocalWorker {
  /** Ids of this kind of worker begin with it, so that the next miner knows what is lost. */
  static final String PREFIX = "10ca1000-";

  private final String id = PREFIX + UUID.randomUUID().toString().substring(PREFIX.length());
  private final Repo repo;
  private final Labour labour;

  LocalWorker(Repo repo, Labour labour) {
    this.repo = repo;
    this.labour = labour;
  }

  String id() {
    return id;
  }

  String hostname() {
    try {
      return Machine.hostname();
    } catch (IOException e) {
      return "localhost";
    }
  }

  long cpus() {
    return Machine.cpus();
  }

  /** As the configuration says right now. */
  boolean does(Task task) {
    String key =
        switch (task) {
          case ADD_PIECE -> "AllowAddPiece";
          case PRE_COMMIT_1 -> "AllowPreCommit1";
          case PRE_COMMIT_2 -> "AllowPreCommit2";
          case COMMIT_2 -> "AllowCommit";
          case UNSEAL -> "AllowUnseal";
          case COMMIT_1, FINALIZE, FETCH -> "";
        };
    return key.isEmpty() || !repo.config().text("Storage", key).filter("false"::equals).isPresent();
  }

  /**
   * @param ended told the error, empty if there was none
   */
  void begin(Order order, Optional<StoragePath> path, Consumer<String> ended) {
    Thread thread =
        new Thread(
            () -> {
              try {
                labour.perform(order, path);
                ended.accept("");
              } catch (IOException e) {
                ended.accept(String.valueOf(e.getMessage()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            order.task().shortName() + "-" + order.sector().number());
    thread.setDaemon(true);
    thread.start();
  }

  private List<String> tasks() {
    return Arrays.stream(Task.values()).filter(this::does).map(Task::label).sorted().toList();
  }

  Map<String, Object> stats(Map<String, Object> taskCounts) throws IOException {
    return WorkerStats.of(Machine.info(hostname()), tasks(), true, taskCounts);
  }
}
