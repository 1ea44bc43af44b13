package io.lotusflow.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** At each step another victim in turn, while the step is well at work. */
public final class Rotation implements Function<StepAtWork, Optional<Aim>> {

  private static final List<Victim> WITHOUT_JOB =
      List.of(Victim.WORKER, Victim.SERVER, Victim.SUPERVISOR);

  /** Also those around the job, which must then go on with the same process. */
  private static final List<Victim> WITH_JOB =
      List.of(
          Victim.JOB_TREE,
          Victim.WORKER,
          Victim.JOB_WRAPPER,
          Victim.SERVER,
          Victim.JOB_CHILD,
          Victim.WORKER);

  /** In so short a step there is no middle that could be hit from outside. */
  private static final Duration SHORT = Duration.ofMillis(80);

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Map<String, Aim> aims = new HashMap<>();

  /**
   * One victim for each step there is.
   *
   * @param undisturbed tells which steps there are, how long they take, and which have jobs
   */
  public Rotation(Havoc.Outcome undisturbed) {
    int jobs = 0;
    int others = 0;
    for (TakenStep step : undisturbed.steps()) {
      Victim victim =
          undisturbed.jobs().begunAt(step.type()) > 0
              ? WITH_JOB.get(jobs++ % WITH_JOB.size())
              : WITHOUT_JOB.get(others++ % WITHOUT_JOB.size());
      aims.put(step.name(), new Aim(victim, into(step, victim)));
    }
  }

  /**
   * How long to leave a step at work: a quarter of the time that it usually takes, as on a machine
   * at rest that may be half. A job is there for a part of the step only, and is struck at once,
   * unless it is one that takes long.
   */
  public static Duration into(TakenStep step, Victim victim) {
    Duration quarter = step.took().dividedBy(victim.isJob() ? 20 : 4);
    if (quarter.compareTo(SHORT) < 0) {
      return Duration.ZERO;
    }
    return quarter.compareTo(LONGEST) > 0 ? LONGEST : quarter;
  }

  @Override
  public Optional<Aim> apply(StepAtWork step) {
    return Optional.ofNullable(aims.get(step.name()));
  }
}
