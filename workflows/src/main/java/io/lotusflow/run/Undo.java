package io.lotusflow.run;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * For workflows: what was done is undone, last first. One that fails does not keep the others from
 * being undone, so that whatever ran is started in any case. Each is to be named before its step: a
 * step that timed out may still have happened. What needs a host that is away comes after
 * everything else, in its order.
 */
public final class Undo {

  private final Deque<Step> steps = new ArrayDeque<>();

  /**
   * @param hosts without which it cannot be done; none where there is only one
   */
  private record Step(Runnable undo, List<HostId> hosts) {}

  /** Starts something again. Where that fails the run waits for a person. */
  public void start(Runnable start, HostId... hosts) {
    steps.push(new Step(start, List.of(hosts)));
  }

  /** Puts something back. Where that fails nobody is waited for: what ran is started first. */
  public void putBack(Runnable back, HostId... hosts) {
    steps.push(new Step(() -> Parking.without(back), List.of(hosts)));
  }

  /** Stops what {@code start} starts again, which is not needed where nobody took the stop. */
  public void stop(Runnable stop, Runnable start, HostId... hosts) {
    start(start, hosts);
    try {
      stop.run();
    } catch (TemporalFailure failed) {
      if (HostAbsence.neverBegan(failed)) {
        steps.pop();
      }
      throw failed;
    }
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
    Deque<Step> later = new ArrayDeque<>();
    Set<HostId> away = new HashSet<>();
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      if (step.hosts().stream().anyMatch(away::contains) || isPutOff(step, failures)) {
        away.addAll(step.hosts());
        later.add(step);
      }
    }
    later.forEach(step -> attempt(step.undo(), failures));
  }

  /** Where there are several hosts, one that is away does not keep the others down. */
  private static boolean isPutOff(Step step, Deque<TemporalFailure> failures) {
    if (step.hosts().isEmpty()) {
      attempt(step.undo(), failures);
      return false;
    }
    Deque<TemporalFailure> failed = new ArrayDeque<>();
    attempt(() -> Parking.withoutWaiting(step.undo()), failed);
    if (failed.stream().anyMatch(HostAbsence::is)) {
      return true;
    }
    failures.addAll(failed);
    return false;
  }

  private static void attempt(Runnable undo, Deque<TemporalFailure> failures) {
    try {
      undo.run();
    } catch (TemporalFailure failed) {
      failures.addLast(failed);
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
