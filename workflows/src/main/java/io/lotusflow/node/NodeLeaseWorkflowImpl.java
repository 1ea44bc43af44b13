package io.lotusflow.node;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;

/** Keeps a queue of runs, by signals alone: it never waits for a host. */
public final class NodeLeaseWorkflowImpl implements NodeLeaseWorkflow {

  private LeaseState state;
  private LeaseState published = LeaseState.FREE;

  /** Before the first signal is heard, which may come with the start. */
  @WorkflowInit
  public NodeLeaseWorkflowImpl(LeaseState before) {
    state = before;
  }

  @Override
  public void serve(LeaseState before) {
    do {
      publish();
      Workflow.await(() -> !state.equals(published) || isLongEnough());
      publish();
    } while (!state.isFree() && !isLongEnough());
    if (!state.isFree()) {
      Workflow.newContinueAsNewStub(NodeLeaseWorkflow.class).serve(state);
    }
  }

  private static boolean isLongEnough() {
    return Workflow.getInfo().isContinueAsNewSuggested();
  }

  @Override
  public void ask(LeaseHolder run) {
    state = state.askedBy(run);
  }

  @Override
  public void giveUp(LeaseHolder run) {
    state = state.givenUpBy(run);
  }

  private void publish() {
    if (state.equals(published)) {
      return;
    }
    published = state;
    Workflow.upsertMemo(Map.of(LeaseState.MEMO, state));
    Workflow.setCurrentDetails(inWords());
  }

  private String inWords() {
    StringBuilder words = new StringBuilder(64);
    state.holder().ifPresent(run -> words.append("▶ ").append(run.workflowId()).append(since(run)));
    state
        .waiting()
        .forEach(run -> words.append("\n\n… ").append(run.workflowId()).append(since(run)));
    return words.toString();
  }

  private static String since(LeaseHolder run) {
    return " (" + run.since() + ')';
  }
}
