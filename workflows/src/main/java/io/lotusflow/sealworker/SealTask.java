package io.lotusflow.sealworker;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a seal worker can be told to do, or not to do. */
public enum SealTask {
  ADDPIECE("AP", "addpiece", "seal/v0/addpiece", "", ""),
  PRECOMMIT1("PC1", "precommit1", "seal/v0/precommit/1", "", ""),
  PRECOMMIT2("PC2", "precommit2", "seal/v0/precommit/2", "replica-update", "seal/v0/replicaupdate"),
  COMMIT(
      "C2", "commit", "seal/v0/commit/2", "prove-replica-update2", "seal/v0/provereplicaupdate/2"),
  UNSEAL("UNS", "unseal", "seal/v0/unseal", "", "");

  /**
   * The same work on a sector that is proven and gets data put into it.
   *
   * @param flag of {@code lotus-worker run}, without dashes
   * @param type as in the worker's API
   */
  public record Update(String flag, String type) {}

  private final String shortName;
  private final String flag;
  private final String type;
  private final String updateFlag;
  private final String updateType;

  SealTask(String shortName, String flag, String type, String updateFlag, String updateType) {
    this.shortName = shortName;
    this.flag = flag;
    this.type = type;
    this.updateFlag = updateFlag;
    this.updateType = updateType;
  }

  /** As Lotus' tables have it: {@code PC1}. */
  public String shortName() {
    return shortName;
  }

  /** Of {@code lotus-worker run}, without dashes. */
  public String flag() {
    return flag;
  }

  /** As in the worker's API: {@code seal/v0/precommit/1}. */
  public String type() {
    return type;
  }

  /** What goes with it, as it wants the same of a machine; older versions do not know it. */
  public Optional<Update> update() {
    return updateFlag.isEmpty()
        ? Optional.empty()
        : Optional.of(new Update(updateFlag, updateType));
  }

  /** All types in the worker's API that are this task. */
  public List<String> types() {
    return Stream.concat(Stream.of(type), update().stream().map(Update::type)).toList();
  }

  /** By its short name or its flag, in any case. */
  public static Optional<SealTask> named(String name) {
    String given = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            task ->
                task.flag.equals(given) || task.shortName.toLowerCase(Locale.ROOT).equals(given))
        .findFirst();
  }
}
