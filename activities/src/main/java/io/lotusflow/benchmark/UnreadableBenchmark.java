package io.lotusflow.benchmark;

/** A text that should be the output of {@code lotus-bench}, and gives no result. */
public final class UnreadableBenchmark extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Why {
    /** No JSON of {@code lotus-bench} is in it: it failed, or it is another file. */
    NO_RESULT,
    /** The JSON begins and does not come to its end. */
    CUT,
    /** A value that is no size or no time. */
    STRANGE_VALUE
  }

  private final Why why;
  private final String where;

  UnreadableBenchmark(Why why, String where) {
    super(why + " " + where);
    this.why = why;
    this.where = where;
  }

  public Why why() {
    return why;
  }

  /** {@code line 9}, {@code SealingResults[0].Commit2 = "x"}; empty where nothing is there. */
  public String where() {
    return where;
  }
}
