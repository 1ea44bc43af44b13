package io.lotusflow.run;

/** Keys of a run's memo: durable facts that {@code status} reads without asking a worker. */
public final class RunMemo {

  /** An {@link Attention} while a person is needed, else null. */
  public static final String ATTENTION = "attention";

  /** Type of the step that runs now, such as {@code Build.Compile} or {@code Build}. */
  public static final String STEP = "step";

  /** An {@link Asked}. */
  public static final String ASKED = "asked";

  /** A {@link Skipped}, where a schedule's run did nothing. */
  public static final String SKIPPED = "skipped";

  /** A {@link HostAway} while a step waits for a host whose worker is away, else null. */
  public static final String WAITS_FOR = "waitsFor";

  /** The {@link PlanFormat} that a worker of this run has to understand. */
  public static final String FORMAT = "format";

  private RunMemo() {}
}
