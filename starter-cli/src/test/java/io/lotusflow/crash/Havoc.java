package io.lotusflow.crash;

import io.lotusflow.install.Operator;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs a procedure from its start to its end while somebody is killed at its steps. */
public final class Havoc {

  private static final Duration AT_MOST = Duration.ofMinutes(12);

  private static final Duration EARLY = Duration.ofSeconds(3);
  private static final StepAtWork NOTHING_BEFORE =
      new StepAtWork("", "", WorkflowExecution.getDefaultInstance(), "", 0);

  private final Operator operator;
  private final Ordeal ordeal;

  /**
   * How a run went.
   *
   * @param end what it left
   * @param jobs how often each job was begun, by step
   */
  public record Outcome(
      EventType how, EndState end, List<TakenStep> steps, Jobs jobs, List<Blow> blows) {

    public boolean completed() {
      return how == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
    }
  }

  public Havoc(Operator operator, Ordeal ordeal) {
    this.operator = operator;
    this.ordeal = ordeal;
  }

  /**
   * Runs it from its start.
   *
   * @param aims asked when a step begins
   */
  public Outcome wreak(Function<StepAtWork, Optional<Aim>> aims) throws InterruptedException {
    return wreak((striker, step) -> aims.apply(step).map(aim -> blow(striker, step, aim)));
  }

  /**
   * Runs it with one blow at one step, which is lain in wait for from the step before on: however
   * short it is, it is hit.
   *
   * @param undisturbed a run in which nobody was killed
   */
  public Outcome wreakAt(TakenStep target, Outcome undisturbed, Aim aim)
      throws InterruptedException {
    List<TakenStep> steps = undisturbed.steps();
    if (isEarly(target, steps.get(0))) {
      return wreakEarly(target, aim);
    }
    TakenStep before = lastOverBefore(target, steps);
    return wreak(
        (striker, step) ->
            step.name().equals(before.name())
                ? ambush(striker, before, step, target, aim)
                : Optional.empty());
  }

  /** Not one that was scheduled together with it. */
  private static TakenStep lastOverBefore(TakenStep target, List<TakenStep> steps) {
    return steps.subList(0, steps.indexOf(target)).stream()
        .filter(step -> !step.ended().isAfter(target.began()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** Over before whoever started the run can say so, perhaps. */
  private static boolean isEarly(TakenStep target, TakenStep first) {
    return Duration.between(first.began(), target.began()).compareTo(EARLY) < 0;
  }

  /** The worker lives in slices from the moment on in which the run is there. */
  private Outcome wreakEarly(TakenStep target, Aim aim) throws InterruptedException {
    ordeal.prepare(operator);
    List<Blow> blows = new CopyOnWriteArrayList<>();
    try (Server server = new Server(operator.address());
        Striker striker = new Striker(server, operator.folder().toString())) {
      CompletableFuture<Void> strike =
          CompletableFuture.runAsync(
              () -> {
                striker.awaitOpen(ordeal.workflowId());
                striker
                    .lurk(ordeal.workflowId(), target, NOTHING_BEFORE, target.occurrence())
                    .ifPresent(step -> blows.add(blow(striker, step, aim)));
              });
      ordeal.start(operator);
      toItsEnd(new StepWatch(server, ordeal.workflowId(), step -> {}), blows);
      strike.join();
      return outcome(server, blows);
    }
  }

  /**
   * Runs it with somebody killed at each step for which there is an aim, however short the step is:
   * the worker lives in slices from the beginning to the end.
   *
   * @param aims asked once for each step of the run itself, not of its children
   */
  public Outcome wreakEverywhere(Function<StepAtWork, Optional<Aim>> aims)
      throws InterruptedException {
    ordeal.prepare(operator);
    List<Blow> blows = new CopyOnWriteArrayList<>();
    // One of its own: a call that waits while another thread connects anew never returns.
    try (Server server = new Server(operator.address());
        Server strikers = new Server(operator.address());
        Striker striker = new Striker(strikers, operator.folder().toString())) {
      CompletableFuture<Void> strikes =
          CompletableFuture.runAsync(() -> strikeEach(striker, aims, blows));
      ordeal.start(operator);
      toItsEnd(new StepWatch(server, ordeal.workflowId(), step -> {}), blows);
      strikes.join();
      return outcome(server, blows);
    }
  }

  private void strikeEach(
      Striker striker, Function<StepAtWork, Optional<Aim>> aims, List<Blow> blows) {
    striker.awaitOpen(ordeal.workflowId());
    WorkflowExecution run =
        WorkflowExecution.newBuilder().setWorkflowId(ordeal.workflowId()).build();
    Map<String, Integer> seen = new HashMap<>();
    Set<String> struck = new HashSet<>();
    Optional<PendingActivityInfo> there = striker.lurkForAny(ordeal.workflowId(), struck);
    while (there.isPresent()) {
      String id = there.get().getActivityId();
      struck.add(id);
      String type = there.get().getActivityType().getName();
      int times = seen.merge(type, 1, Integer::sum);
      String name = StepWatch.name(ordeal.workflowId(), ordeal.workflowId(), type, times);
      StepAtWork step = new StepAtWork(name, type, run, id, 0);
      aims.apply(step).ifPresent(aim -> blows.add(blow(striker, step, aim)));
      there = striker.lurkForAny(ordeal.workflowId(), struck);
    }
  }

  private Optional<Blow> ambush(
      Striker striker, TakenStep before, StepAtWork begun, TakenStep target, Aim aim) {
    // A long one need not be slowed down from its beginning.
    LockSupport.parkNanos(before.took().dividedBy(2).toNanos());
    return striker
        .lurk(ordeal.workflowId(), target, begun, 1)
        .map(step -> blow(striker, step, aim));
  }

  private Outcome wreak(BiFunction<Striker, StepAtWork, Optional<Blow>> strikes)
      throws InterruptedException {
    ordeal.prepare(operator);
    ordeal.start(operator);
    List<Blow> blows = new CopyOnWriteArrayList<>();
    try (Server server = new Server(operator.address());
        Striker striker = new Striker(server, operator.folder().toString())) {
      StepWatch watch =
          new StepWatch(
              server,
              ordeal.workflowId(),
              step -> strikes.apply(striker, step).ifPresent(blows::add));
      toItsEnd(watch, blows);
      return outcome(server, blows);
    }
  }

  /** How a run went that is over already. */
  public Outcome undisturbed() {
    try (Server server = new Server(operator.address())) {
      return outcome(server, List.of());
    }
  }

  private Outcome outcome(Server server, List<Blow> blows) {
    return new Outcome(
        server.lastEvent(ordeal.workflowId()),
        ordeal.endState(operator),
        TakenStep.of(server, ordeal.workflowId()),
        Jobs.of(operator.state()),
        blows);
  }

  private void toItsEnd(StepWatch watch, List<Blow> blows) throws InterruptedException {
    try {
      watch.toItsEnd(AT_MOST);
    } catch (AssertionError failed) {
      Operator.Said shown = operator.types("run", "show", ordeal.workflowId());
      throw new AssertionError(
          "%s%nafter %s%n%s".formatted(failed.getMessage(), blows, shown.out()), failed);
    }
  }

  /** Nobody but the operator starts a supervisor again; the steps do not wait for that. */
  private Blow blow(Striker striker, StepAtWork step, Aim aim) {
    Blow blow = striker.strike(step, aim);
    if (blow.hit() && aim.victim().needsAnOperator()) {
      operator.starts("up");
    }
    return blow;
  }
}
