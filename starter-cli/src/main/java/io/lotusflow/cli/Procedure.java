package io.lotusflow.cli;

import io.lotusflow.run.Plan;

/**
 * A procedure that can be started.
 *
 * @param name as in workflow ids and on the command line: {@code snapshot-import}
 * @param workflow its workflow interface
 */
record Procedure(String name, Class<?> workflow, Plan plan) {

  /**
   * {@code <procedure>/<node>}. A dry run stands beside the real one, which it neither waits for
   * nor hinders.
   */
  String id() {
    String id = name + '/' + plan.scope().node();
    return plan.scope().dryRun() ? "dry-run/" + id : id;
  }
}
