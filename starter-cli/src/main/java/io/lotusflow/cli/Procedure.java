package io.lotusflow.cli;

import io.lotusflow.chain.ChainResetPlan;
import io.lotusflow.run.Plan;

/**
 * A procedure that can be started.
 *
 * @param name as in workflow ids and on the command line: {@code snapshot-import}
 * @param workflow its workflow interface
 * @param leased whether it takes the node's lease by itself
 */
record Procedure(String name, Class<?> workflow, Plan plan, boolean leased) {

  Procedure(String name, Class<?> workflow, Plan plan) {
    this(name, workflow, plan, false);
  }

  static Procedure leased(String name, Class<?> workflow, Plan plan) {
    return new Procedure(name, workflow, plan, true);
  }

  /** Whether each of its runs would wait for an approval that can be given beforehand. */
  boolean asksForTheName() {
    return plan instanceof ChainResetPlan reset && reset.node().daemon().network().isMainnet();
  }

  /** The same, with that approval. */
  Procedure confirmed() {
    return plan instanceof ChainResetPlan reset
        ? new Procedure(name, workflow, reset.confirmedByName(), leased)
        : this;
  }

  /**
   * {@code <procedure>/<node>}. A dry run stands beside the real one, which it neither waits for
   * nor hinders. What concerns a part of a node names it at the end.
   */
  String id() {
    String part = plan.part().isEmpty() ? "" : '/' + plan.part();
    String id = name + '/' + plan.scope().node() + part;
    return plan.scope().dryRun() ? "dry-run/" + id : id;
  }
}
