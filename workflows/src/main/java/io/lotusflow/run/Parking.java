package io.lotusflow.run;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Waits for a person. A run never fails because something is missing that a person can mend: it
 * parks, says what happened and what to do, and goes on when told to. Steps park by themselves
 * ({@link ProcedureInterceptor}); a workflow calls this only for what it finds out itself. Never
 * park while something that was running is down: restore it first.
 */
public final class Parking implements RunControl {

  private static final WorkflowLocal<Parking> CURRENT = new WorkflowLocal<>();

  /** What the operator decided. */
  enum Decision {
    RESUME,
    SKIP,
    ABORT,
    APPROVE
  }

  private final Notices notices;
  private Optional<Attention> waiting = Optional.empty();
  private Optional<Decision> decision = Optional.empty();
  private String reason = "";
  private int sectionsWithoutParking;
  private int sectionsWithoutWaiting;

  Parking(Notices notices) {
    this.notices = notices;
    CURRENT.set(this);
  }

  /**
   * Parks with a problem that may also mend itself. Returns when the operator resumes, or after
   * {@code lookAgain}, so that the caller looks again; an abort ends the run.
   *
   * @param step type of the one that found it
   */
  public static void pause(String step, Problem problem, Duration lookAgain, Object... arguments) {
    List<String> shown = Stream.of(arguments).map(String::valueOf).toList();
    CURRENT
        .get()
        .awaitDecision(
            attention(Attention.Kind.PARKED, step, problem.name(), shown, "", false),
            Optional.of(lookAgain));
  }

  /** Says that what {@link #pause} waited for has come. */
  public static void over() {
    CURRENT.get().clear();
  }

  /**
   * Parks until the operator resumes; an abort ends the run.
   *
   * @param step type of the one that is in trouble
   */
  public static void untilResumed(String step, Problem problem, Object... arguments) {
    untilResumed(step, problem, Stream.of(arguments).map(String::valueOf).toList(), "");
  }

  /** The same, for a problem that tells of another one and shows its log. */
  public static void untilResumed(String step, Problem problem, Trouble because) {
    untilResumed(step, problem, List.of(because.words()), because.log());
  }

  private static void untilResumed(String step, Problem problem, List<String> shown, String log) {
    CURRENT
        .get()
        .awaitDecision(
            attention(Attention.Kind.PARKED, step, problem.name(), shown, log, false),
            Optional.empty());
    over();
  }

  /**
   * Runs what takes something down and brings it up again: a step of it that fails is not parked
   * but thrown, so that service is restored first. Not for the undoing itself.
   */
  public static void without(Runnable section) {
    Parking here = CURRENT.get();
    here.sectionsWithoutParking++;
    try {
      section.run();
    } finally {
      here.sectionsWithoutParking--;
    }
  }

  boolean isAllowed() {
    return sectionsWithoutParking == 0;
  }

  /**
   * Runs what must not wait for a host that is away, since something on another one is down: a step
   * that nobody takes within {@link Steps#absentAtMost}, or whose host is removed, is thrown as
   * {@link HostAbsence}.
   */
  static void withoutWaiting(Runnable section) {
    Parking here = CURRENT.get();
    here.sectionsWithoutWaiting++;
    try {
      section.run();
    } finally {
      here.sectionsWithoutWaiting--;
    }
  }

  /**
   * As {@link #withoutWaiting(Runnable)}.
   *
   * @param severalHosts or else the host is waited for: only it can start what it has stopped
   */
  public static void withoutWaiting(boolean severalHosts, Runnable section) {
    if (severalHosts) {
      withoutWaiting(section);
    } else {
      section.run();
    }
  }

  boolean waitsForHosts() {
    return sectionsWithoutWaiting == 0;
  }

  /**
   * Waits until the operator approves a step that is about to be taken; an abort ends the run.
   *
   * @param step its type
   * @param why the texts that say what it costs
   */
  public static void awaitApproval(String step, Problem why, Object... arguments) {
    List<String> shown = Stream.of(arguments).map(String::valueOf).toList();
    CURRENT
        .get()
        .awaitDecision(
            attention(Attention.Kind.APPROVAL, step, why.name(), shown, "", false),
            Optional.empty());
    over();
  }

  /**
   * Parks a failed step until someone decides. An abort ends the run; otherwise says whether to
   * skip or try again.
   */
  Decision park(String step, String problem, Problem.Details details, boolean skippable) {
    Decision decided =
        awaitDecision(
            attention(
                Attention.Kind.PARKED,
                step,
                problem,
                details.arguments(),
                details.logTail(),
                skippable),
            Optional.empty());
    clear();
    return decided;
  }

  private Decision awaitDecision(Attention attention, Optional<Duration> atMost) {
    Workflow.await(() -> waiting.isEmpty() || waiting.get().step().equals(attention.step()));
    if (waiting.isEmpty()) {
      waiting = Optional.of(attention);
      notices.raised(attention);
    }
    decision = Optional.empty();
    if (atMost.isPresent()) {
      Workflow.await(atMost.get(), () -> decision.isPresent());
    } else {
      Workflow.await(() -> decision.isPresent());
    }
    Decision decided = decision.orElse(Decision.RESUME);
    if (decided == Decision.ABORT) {
      clear();
      throw Aborted.because(reason);
    }
    return decided;
  }

  private void clear() {
    if (waiting.isPresent()) {
      waiting = Optional.empty();
      notices.cleared();
    }
  }

  private static Attention attention(
      Attention.Kind kind,
      String step,
      String problem,
      List<String> arguments,
      String logTail,
      boolean skippable) {
    return new Attention(
        kind,
        Workflow.getInfo().getWorkflowId(),
        step,
        problem,
        arguments,
        logTail,
        Instant.ofEpochMilli(Workflow.currentTimeMillis()),
        skippable);
  }

  @Override
  public void resume() {
    decision = Optional.of(Decision.RESUME);
  }

  @Override
  public void canResume() {
    require(waitsFor(Attention.Kind.PARKED), "nothing is parked here");
  }

  @Override
  public void skip(String step) {
    decision = Optional.of(Decision.SKIP);
  }

  @Override
  public void canSkip(String step) {
    canResume();
    Attention parked = waiting.orElseThrow();
    require(parked.step().equals(step), "parked is " + parked.step() + ", not " + step);
    require(parked.skippable(), step + " cannot be skipped: later steps build on its result");
  }

  @Override
  public void abort(String why) {
    reason = why;
    decision = Optional.of(Decision.ABORT);
  }

  @Override
  public void canAbort(String why) {
    require(waiting.isPresent(), "nothing waits here; a run that works is ended by cancel");
  }

  @Override
  public void approve(String what) {
    decision = Optional.of(Decision.APPROVE);
  }

  @Override
  public void canApprove(String what) {
    require(waitsFor(Attention.Kind.APPROVAL), "no approval is asked for here");
    Attention asked = waiting.orElseThrow();
    require(asked.step().equals(what), "asked for is " + asked.step() + ", not " + what);
  }

  private boolean waitsFor(Attention.Kind kind) {
    return waiting.isPresent() && waiting.get().kind() == kind && decision.isEmpty();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Who makes it known that a person is needed, or no longer. */
  interface Notices {
    void raised(Attention attention);

    void cleared();
  }
}
