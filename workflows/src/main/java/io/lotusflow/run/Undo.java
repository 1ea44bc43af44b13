package io.lotusflow.run;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * For workflows: what was done is undone, last first. One that fails does not keep the others from
 * being undone, so that whatever ran is started in any case. Each is to be named before its step: a
 * step that timed out may still have happened.
 */
public final class Undo {

  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** Starts something again. Where that fails the run waits for a person. */
  public void start(Runnable start) {
    steps.push(start);
  }

  /** Puts something back. Where that fails nobody is waited for: what ran is started first. */
  public void putBack(Runnable back) {
    steps.push(() -> Parking.without(back));
  }

  /**
   * Undoes all, also after a cancel.
   *
   * @return the first failure
   */
  public Optional<TemporalFailure> run() {
    Deque<TemporalFailure> failures = new ArrayDeque<>();
    Workflow.newDetachedCancellationScope(() -> all(failures)).run();
    return Optional.ofNullable(failures.peekFirst());
  }

  private void all(Deque<TemporalFailure> failures) {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (TemporalFailure failed) {
        failures.addLast(failed);
      }
    }
  }

  /** Throws a failure of the undoing that was an operator's wish to end the run. */
  public static void endIfAborted(Optional<TemporalFailure> failed) {
    failed
        .filter(any -> any instanceof ApplicationFailure why && Aborted.TYPE.equals(why.getType()))
        .ifPresent(
            aborted -> {
              throw aborted;
            });
  }
}
