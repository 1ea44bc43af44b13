package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.ByteString;
import io.lotusflow.job.JobProgress;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Receipt;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Instant;
import java.util.Optional;

/** One step while its workflow's history is read. A step that was parked and resumed stays one. */
final class StepCell {

  private final String workflowId;
  private final String host;
  private final String type;
  private final ByteString input;
  private final Instant started;
  private String activityId;
  private StepState state = StepState.WAITING;
  private int attemptsBefore;
  private int lostWorkers;
  private JsonNode result = MissingNode.getInstance();
  private int attempts;
  private Optional<Instant> ended = Optional.empty();
  private Optional<JobProgress> progress = Optional.empty();
  private Optional<Receipt> receipt = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();

  StepCell(String workflowId, ActivityTaskScheduledEventAttributes scheduled, Instant at) {
    this.workflowId = workflowId;
    this.host = HostId.ofTaskQueue(scheduled.getTaskQueue().getName());
    this.type = scheduled.getActivityType().getName();
    this.input = scheduled.getInput().toByteString();
    this.started = at;
    this.activityId = scheduled.getActivityId();
  }

  int lostWorkers() {
    return lostWorkers;
  }

  /** Whether that activity is this step once more, after a person said so. */
  boolean resumedBy(ActivityTaskScheduledEventAttributes scheduled) {
    return state == StepState.FAILED
        && type.equals(scheduled.getActivityType().getName())
        && input.equals(scheduled.getInput().toByteString());
  }

  void scheduledAgain(ActivityTaskScheduledEventAttributes scheduled) {
    activityId = scheduled.getActivityId();
    attemptsBefore = attempts;
    state = StepState.WAITING;
    ended = Optional.empty();
  }

  void started(int attempt, boolean afterLostWorker) {
    state = StepState.RUNNING;
    attempts = attemptsBefore + attempt;
    lostWorkers += afterLostWorker ? 1 : 0;
  }

  void completed(JsonNode given, Instant at) {
    Optional<Receipt> found = Decoded.receipt(given);
    result = given;
    receipt = found;
    trouble = Optional.empty();
    end(found.map(StepState::of).orElse(StepState.DONE), at);
  }

  void failed(Trouble why, Instant at) {
    trouble = Optional.of(why);
    end(StepState.FAILED, at);
  }

  void cancelled(Instant at) {
    end(StepState.CANCELLED, at);
  }

  void skipped() {
    state = StepState.SKIPPED;
    trouble = Optional.empty();
  }

  private void end(StepState how, Instant at) {
    state = how;
    ended = Optional.of(at);
    progress = Optional.empty();
  }

  boolean hasActivityId(String id) {
    return activityId.equals(id);
  }

  boolean ended() {
    return ended.isPresent();
  }

  boolean failed() {
    return state == StepState.FAILED;
  }

  /** The server's word on a step that has not ended: newer than the history. */
  void describe(PendingActivityInfo pending) {
    if (ended()) {
      return;
    }
    attempts = attemptsBefore + pending.getAttempt();
    if (pending.hasLastFailure()) {
      trouble = Optional.of(Decoded.trouble(pending.getLastFailure()));
    }
    state =
        switch (pending.getState()) {
          case PENDING_ACTIVITY_STATE_STARTED, PENDING_ACTIVITY_STATE_CANCEL_REQUESTED ->
              StepState.RUNNING;
          default -> pending.getAttempt() > 1 ? StepState.RETRYING : StepState.WAITING;
        };
    progress =
        Decoded.as(JobProgress.class, Decoded.first(pending.getHeartbeatDetails()))
            .filter(beat -> beat.phase() != null);
  }

  Step toStep(boolean parked) {
    return new Step(
        workflowId,
        host,
        type,
        parked && failed() ? StepState.PARKED : state,
        started,
        parked && failed() ? Optional.empty() : ended,
        attempts,
        progress,
        receipt,
        trouble,
        result);
  }
}
