package io.lotusflow.sealworker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a seal worker can be told to do, or not to do. */
public enum SealTask {
  ADDPIECE("AP", "addpiece", "seal/v0/addpiece"),
  PRECOMMIT1("PC1", "precommit1", "seal/v0/precommit/1"),
  PRECOMMIT2("PC2", "precommit2", "seal/v0/precommit/2"),
  COMMIT("C2", "commit", "seal/v0/commit/2"),
  UNSEAL("UNS", "unseal", "seal/v0/unseal");

  private final String shortName;
  private final String flag;
  private final String type;

  SealTask(String shortName, String flag, String type) {
    this.shortName = shortName;
    this.flag = flag;
    this.type = type;
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
