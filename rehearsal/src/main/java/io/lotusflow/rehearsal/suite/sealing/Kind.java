package io.lotusflow.rehearsal.suite.sealing;

/** The kinds of a sector's files, each with its folder and its bit in the API. */
public enum Kind {
  UNSEALED("unsealed", 1),
  SEALED("sealed", 2),
  CACHE("cache", 4),
  UPDATE("update", 8),
  UPDATE_CACHE("update-cache", 16);

  private final String folder;
  private final long bit;

  Kind(String folder, long bit) {
    this.folder = folder;
    this.bit = bit;
  }

  public String folder() {
    return folder;
  }

  public long bit() {
    return bit;
  }

  public boolean in(long bits) {
    return (bits & bit) != 0;
  }
}
