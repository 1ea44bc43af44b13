package io.lotusflow.run;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.Workflow;

/** Procedures as parts of a bigger one. */
public final class Children {

  private Children() {}

  /**
   * A procedure under {@code <this run>/<name>}; cancelled with this run, which waits until it is
   * undone.
   */
  public static <T> T procedure(Class<T> type, String name, Scope scope) {
    return Workflow.newChildWorkflowStub(
        type, options(Workflow.getInfo().getWorkflowId() + '/' + name, name, scope));
  }

  /** The same as one of several hosts' part, under {@code <this run>/<name>@<host>}. */
  public static <T> T procedureOn(Class<T> type, String name, Scope scope) {
    String id = Workflow.getInfo().getWorkflowId() + '/' + name + '@' + scope.host();
    return Workflow.newChildWorkflowStub(type, options(id, name, scope));
  }

  /** A procedure of whichever type under its own id, as if it had been started by hand. */
  public static ChildWorkflowStub scheduled(String type, String id, String name, Scope scope) {
    return Workflow.newUntypedChildWorkflowStub(type, options(id, name, scope));
  }

  private static ChildWorkflowOptions options(String id, String name, Scope scope) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setTypedSearchAttributes(attributes(name, scope))
        .build();
  }

  /** What every run of a procedure is found by; also for the one who starts it. */
  public static SearchAttributes attributes(String procedure, Scope scope) {
    return SearchAttributes.newBuilder()
        .set(io.lotusflow.run.SearchAttributes.PROCEDURE, procedure)
        .set(io.lotusflow.run.SearchAttributes.HOST, scope.host().value())
        .set(io.lotusflow.run.SearchAttributes.NODE, scope.node().value())
        .build();
  }

  /** What a run is found by that is no procedure of its own and stands in no list. */
  public static SearchAttributes nodeOnly(Scope scope) {
    return SearchAttributes.newBuilder()
        .set(io.lotusflow.run.SearchAttributes.NODE, scope.node().value())
        .build();
  }
}
