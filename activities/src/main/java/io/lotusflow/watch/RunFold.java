package io.lotusflow.watch;

import io.lotusflow.run.Attention;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree of workflows, folded from all their histories; not for several threads at once. */
final class RunFold {

  private final WorkflowExecution root;
  private final Map<WorkflowExecution, WorkflowFold> workflows = new LinkedHashMap<>();

  RunFold(WorkflowExecution root) {
    this.root = root;
    workflow(root);
  }

  /** Gives the execution of a child that has just begun. */
  Optional<WorkflowExecution> add(WorkflowExecution workflow, HistoryEvent event) {
    return workflow(workflow).add(event);
  }

  void describe(WorkflowExecution workflow, List<PendingActivityInfo> pending) {
    workflow(workflow).describe(pending);
  }

  /** Workflows of which the server knows more than the history does. */
  List<WorkflowExecution> withOpenSteps() {
    return workflows.entrySet().stream()
        .filter(e -> e.getValue().closed().isEmpty() && e.getValue().hasOpenSteps())
        .map(Map.Entry::getKey)
        .toList();
  }

  RunView view() {
    WorkflowFold top = workflow(root);
    Optional<Attention> attention = top.attention().filter(a -> top.closed().isEmpty());
    List<Step> steps = new ArrayList<>();
    collect(root, attention, steps);
    return new RunView(
        root.getWorkflowId(),
        root.getRunId(),
        Step.procedure(root.getWorkflowId()),
        top.status(),
        top.started(),
        top.closed(),
        steps,
        attention,
        top.result(),
        top.trouble(),
        workflows.values().stream()
            .skip(1)
            .map(WorkflowFold::background)
            .reduce(top.background(), RunBackground::with));
  }

  private void collect(
      WorkflowExecution workflow, Optional<Attention> attention, List<Step> steps) {
    WorkflowFold fold = workflow(workflow);
    boolean parkedHere =
        fold.closed().isEmpty()
            && attention.filter(a -> a.workflowId().equals(workflow.getWorkflowId())).isPresent();
    for (WorkflowFold.Part part : fold.parts()) {
      if (part instanceof WorkflowFold.StepPart step) {
        steps.add(step.cell().toStep(parkedHere));
      } else if (part instanceof WorkflowFold.ChildPart child) {
        collect(child.child(), attention, steps);
      }
    }
  }

  private WorkflowFold workflow(WorkflowExecution execution) {
    return workflows.computeIfAbsent(execution, e -> new WorkflowFold(e.getWorkflowId()));
  }
}
