package io.lotusflow.node;

import io.lotusflow.run.Scope;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
          take(LeaseAsk.patient(scope));
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
   * As {@link #hold}; if the node is taken and the run shall not wait (any longer), the body is
   * left out.
   *
   * @return who has the node instead; empty if the body was run
   */
  public static Optional<Skipped> hold(LeaseAsk ask, Runnable body) {
    if (isPartOfAnother()) {
      body.run();
      return Optional.empty();
    }
    return givenBack(
        ask.scope(),
        () -> {
          long asked = Workflow.currentTimeMillis();
          LeaseAnswer answer = take(ask);
          if (!answer.granted()) {
            return Optional.of(taken(answer, asked));
          }
          body.run();
          return Optional.empty();
        });
  }

  private static Skipped taken(LeaseAnswer answer, long asked) {
    Duration waited = Duration.ofMillis(Workflow.currentTimeMillis() - asked);
    return new Skipped(Skipped.Why.NODE_BUSY, List.of(answer.heldBy(), waited.toMinutes() + "min"));
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

  private static LeaseAnswer take(LeaseAsk ask) {
    return Steps.on(ask.scope().host(), NodeLeaseActivities.class).take(ask);
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
