package io.lotusflow.node;

import io.lotusflow.job.JobProgress;
import io.lotusflow.run.Children;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.TaskQueues;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asks a node's lease by signal, which starts it where it is not there, and reads its answer from
 * its memo. Whoever waits looks whether those before it still live: a run that was terminated gives
 * nothing back.
 */
public final class NodeLeaseActivitiesImpl implements NodeLeaseActivities {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration POLL_LATER = Duration.ofSeconds(1);
  private static final int QUICK_LOOKS = 20;
  private static final int LOOKS_BETWEEN_LIFE_SIGNS = 5;

  private final Consumer<JobProgress> pulse;

  public NodeLeaseActivitiesImpl(Consumer<JobProgress> pulse) {
    this.pulse = pulse;
  }

  @Override
  public LeaseAnswer take(LeaseAsk ask) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
    LeaseHolder me = new LeaseHolder(info.getWorkflowId(), info.getWorkflowRunId(), Instant.now());
    String lease = NodeLeaseWorkflow.id(ask.scope().node());
    if (ask.scope().dryRun()) {
      return dryRun(state(client, lease));
    }
    request(client, ask, lease, me);
    return new Waiting(client, ask, lease, me).untilAnswered();
  }

  private static LeaseAnswer dryRun(LeaseState state) {
    String note = state.holder().map(run -> "waits for " + run.workflowId()).orElse("it is free");
    return new LeaseAnswer(Receipt.wouldDo(note), "");
  }

  private static void request(WorkflowClient client, LeaseAsk ask, String lease, LeaseHolder me) {
    NodeLeaseWorkflow workflow =
        client.newWorkflowStub(
            NodeLeaseWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(lease)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(Children.nodeOnly(ask.scope()))
                .build());
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::serve, LeaseState.FREE);
    request.add(workflow::ask, me);
    client.signalWithStart(request);
  }

  /** What a node's lease says; free where there never was one. Asks no worker. */
  public static LeaseState state(WorkflowClient client, String lease) {
    try {
      WorkflowStub stub = client.newUntypedWorkflowStub(lease);
      Object memo = stub.describe().getMemo(LeaseState.MEMO, LeaseState.class);
      return memo instanceof LeaseState state ? state : LeaseState.FREE;
    } catch (WorkflowNotFoundException never) {
      return LeaseState.FREE;
    }
  }

  /** Whether a run has ended, however. */
  public static boolean isOver(WorkflowClient client, LeaseHolder run) {
    try {
      WorkflowTargetOptions target =
          WorkflowTargetOptions.newBuilder()
              .setWorkflowId(run.workflowId())
              .setRunId(run.runId())
              .build();
      return client.newUntypedWorkflowStub(target).describe().getStatus()
          != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException forgotten) {
      return true;
    }
  }

  private final class Waiting {
    private final WorkflowClient client;
    private final LeaseAsk ask;
    private final String lease;
    private final LeaseHolder me;

    /** Of the first attempt: a lost worker does not begin the waiting anew. */
    private final Instant began =
        Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getScheduledTimestamp());

    Waiting(WorkflowClient client, LeaseAsk ask, String lease, LeaseHolder me) {
      this.client = client;
      this.ask = ask;
      this.lease = lease;
      this.me = me;
    }

    LeaseAnswer untilAnswered() {
      for (int looks = 1; ; looks++) {
        LeaseState state = state(client, lease);
        if (state.isHeldBy(me)) {
          return new LeaseAnswer(Receipt.done(inWords(waited())), "");
        }
        putOutTheDead(state, looks);
        if (ask.isTooLong(waited()) && isTaken(state, looks)) {
          return skipped(state);
        }
        askAgainIfForgotten(state, looks);
        pulse.accept(JobProgress.of("waiting for " + before(state), 0, began));
        Pause.of(looks < QUICK_LOOKS ? POLL : POLL_LATER);
      }
    }

    /** By someone who lives; the first looks may come before the lease has heard us. */
    private boolean isTaken(LeaseState state, int looks) {
      return looks > LOOKS_BETWEEN_LIFE_SIGNS
          && state.holder().filter(run -> !isOver(client, run)).isPresent();
    }

    private Duration waited() {
      return Duration.between(began, Instant.now());
    }

    private static String inWords(Duration waited) {
      return waited.toSeconds() > 0 ? "after " + waited.toSeconds() + " s" : "";
    }

    private void putOutTheDead(LeaseState state, int looks) {
      if (looks % LOOKS_BETWEEN_LIFE_SIGNS == 0) {
        Stream.concat(state.holder().stream(), state.waiting().stream())
            .filter(run -> !run.isSameRun(me))
            .filter(run -> isOver(client, run))
            .forEach(run -> signalGiveUp(run));
      }
    }

    private LeaseAnswer skipped(LeaseState state) {
      String holder = before(state);
      signalGiveUp(me);
      Receipt receipt = new Receipt(Receipt.Outcome.SKIPPED, List.of(), holder + " has the node");
      return new LeaseAnswer(receipt, holder);
    }

    /** The lease's memory was lost, or it ended before our signal was heard. */
    private void askAgainIfForgotten(LeaseState state, int looks) {
      boolean known = state.waiting().stream().anyMatch(me::isSameRun);
      if (!known && looks % QUICK_LOOKS == 0) {
        request(client, ask, lease, me);
      }
    }

    private String before(LeaseState state) {
      return state.holder().map(LeaseHolder::workflowId).orElse("the lease");
    }

    private void signalGiveUp(LeaseHolder run) {
      try {
        client.newUntypedWorkflowStub(lease).signal("giveUp", run);
      } catch (WorkflowNotFoundException over) {
        // Nobody has the node.
      }
    }
  }
}
