package io.lotusflow.rehearsal.suite.sealing;

import java.util.List;
import java.util.Optional;

/**
 * What workers do, under Lotus' names, and how long it takes: a tenth of what was seen with 2 KiB
 * sectors.
 */
public enum Task {
  ADD_PIECE("seal/v0/addpiece", "AP", "AddPiece", 300),
  PRE_COMMIT_1("seal/v0/precommit/1", "PC1", "SealPreCommit1", 1500),
  PRE_COMMIT_2("seal/v0/precommit/2", "PC2", "SealPreCommit2", 1000),
  COMMIT_1("seal/v0/commit/1", "C1", "SealCommit1", 500),
  COMMIT_2("seal/v0/commit/2", "C2", "SealCommit2", 5500),
  FINALIZE("seal/v0/finalize", "FIN", "FinalizeSector", 300),
  FETCH("seal/v0/fetch", "GET", "Fetch", 0),
  UNSEAL("seal/v0/unseal", "UNS", "UnsealPiece", 1500);

  /** Those that a worker's flags switch on and off. */
  public static final List<Task> SWITCHED =
      List.of(ADD_PIECE, PRE_COMMIT_1, PRE_COMMIT_2, COMMIT_2, UNSEAL);

  private final String label;
  private final String shortName;
  private final String method;
  private final long millis;

  Task(String label, String shortName, String method, long millis) {
    this.label = label;
    this.shortName = shortName;
    this.method = method;
    this.millis = millis;
  }

  /** As in the API: {@code seal/v0/precommit/1}. */
  public String label() {
    return label;
  }

  /** As in tables: {@code PC1}. */
  public String shortName() {
    return shortName;
  }

  /** The worker's method that begins it; the miner's that takes the result has Return before it. */
  public String method() {
    return method;
  }

  public long millis() {
    return millis;
  }

  public static Optional<Task> ofLabel(String label) {
    return List.of(values()).stream().filter(task -> task.label.equals(label)).findFirst();
  }

  public static Optional<Task> ofMethod(String method) {
    return List.of(values()).stream().filter(task -> task.method.equals(method)).findFirst();
  }

  public static Optional<Task> ofShortName(String name) {
    return List.of(values()).stream().filter(task -> task.shortName.equals(name)).findFirst();
  }

  /** Whether it wants what the tasks before it have written. */
  public boolean wantsData() {
    return this == PRE_COMMIT_1 || this == PRE_COMMIT_2 || this == COMMIT_1 || this == FINALIZE;
  }

  /** Whether it writes into a storage path of whoever does it. */
  public boolean wantsPath() {
    return wantsData() || this == ADD_PIECE;
  }
}
