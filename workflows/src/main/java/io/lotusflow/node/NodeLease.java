package io.lotusflow.node;

import io.lotusflow.run.Scope;
import io.lotusflow.run.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** For workflows: what is done while no other run may stop or change the node. */
public final class NodeLease {

  private static final Logger log = Workflow.getLogger(NodeLease.class);
  private static final String CHANGE = "node-lease";

  private NodeLease() {}

  /**
   * Waits for the node, runs the body, gives the node back. A part of a bigger procedure runs under
   * that one's lease.
   */
  public static <T> T hold(Scope scope, Supplier<T> body) {
    if (isPartOfAnother()) {
      return body.get();
    }
    return givenBack(
        scope,
        () -> {
          ask(scope, LeaseAsk.IfBusy.WAIT);
          return body.get();
        });
  }

  /** As {@link #hold}, in workflows of which there are recorded runs without a lease. */
  public static <T> T holdSinceLeases(Scope scope, Supplier<T> body) {
    boolean before =
        Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
    return before ? body.get() : hold(scope, body);
  }

  /**
   * As {@link #hold}; if the node is taken and the run shall not wait, the body is left out.
   *
   * @return id of the run that has the node instead; empty if the body was run
   */
  public static Optional<String> hold(Scope scope, LeaseAsk.IfBusy ifBusy, Runnable body) {
    if (isPartOfAnother()) {
      body.run();
      return Optional.empty();
    }
    return givenBack(
        scope,
        () -> {
          LeaseAnswer answer = ask(scope, ifBusy);
          if (!answer.granted()) {
            return Optional.of(answer.heldBy());
          }
          body.run();
          return Optional.empty();
        });
  }

  private static <T> T givenBack(Scope scope, Supplier<T> leased) {
    T result;
    try {
      result = leased.get();
    } catch (TemporalFailure ended) {
      giveBack(scope);
      throw ended;
    }
    giveBack(scope);
    return result;
  }

  /** What a schedule starts is a child too, but no part: it goes by a name of its own. */
  private static boolean isPartOfAnother() {
    String me = Workflow.getInfo().getWorkflowId();
    return Workflow.getInfo()
        .getParentWorkflowId()
        .filter(parent -> me.startsWith(parent + '/'))
        .isPresent();
  }

  private static LeaseAnswer ask(Scope scope, LeaseAsk.IfBusy ifBusy) {
    return Steps.on(scope.host(), NodeLeaseActivities.class).take(new LeaseAsk(scope, ifBusy));
  }

  /** Also after a cancel, and also if it was never granted: then we leave the queue. */
  private static void giveBack(Scope scope) {
    if (!scope.dryRun()) {
      Workflow.newDetachedCancellationScope(() -> signalGiveUp(scope)).run();
    }
  }

  private static void signalGiveUp(Scope scope) {
    LeaseHolder me =
        new LeaseHolder(
            Workflow.getInfo().getWorkflowId(), Workflow.getInfo().getRunId(), Instant.EPOCH);
    try {
      Workflow.newUntypedExternalWorkflowStub(NodeLeaseWorkflow.id(scope.node()))
          .signal("giveUp", me);
    } catch (TemporalFailure gone) {
      log.info("there is no lease to give back node={}", scope.node());
    }
  }
}
