package io.lotusflow.rehearsal.suite.miner;

/**
 * A sector as the miner remembers it.
 *
 * @param state Lotus' name for it, checked by nobody
 * @param course what the stand-in does with it
 */
public record Sector(long number, String state, Course course) {
  /** A sector that a rehearsal has put somewhere stays there, but for this. */
  public enum Course {
    STILL,
    /**
     * Its handler gave up: neither job nor error, and nothing happens until somebody sees to it.
     */
    WEDGED,
    /** Failed because the daemon was away; goes on when it is back. */
    HEALING,
    /** Runs to the end of its sealing. */
    GOING,
    /** Was pledged, and goes through all states. */
    SEALING
  }

  static Sector of(String line) {
    String[] words = line.strip().split(" +", -1);
    return new Sector(
        Long.parseLong(words[0]),
        words[1],
        words.length > 2
            ? Course.valueOf(words[2].toUpperCase(java.util.Locale.ROOT))
            : Course.STILL);
  }

  String line() {
    return number + " " + state + " " + course.name().toLowerCase(java.util.Locale.ROOT);
  }

  boolean hasJob() {
    return course != Course.WEDGED && !task().isEmpty();
  }

  /** What a worker does for it, as {@code WorkerJobs} calls it. */
  String task() {
    return switch (state) {
      case "AddPiece" -> "seal/v0/addpiece";
      case "PreCommit1" -> "seal/v0/precommit/1";
      case "PreCommit2" -> "seal/v0/precommit/2";
      case "Committing" -> "seal/v0/commit/2";
      default -> "";
    };
  }
}
