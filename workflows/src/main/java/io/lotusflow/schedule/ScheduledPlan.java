package io.lotusflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * A procedure that is repeated, and all that was said about it.
 *
 * @param schedule the schedule's id, {@code <procedure>/<node>}: also the id that the procedure
 *     runs under, so that it and one started by hand exclude each other
 * @param procedure as on the command line
 * @param workflow its workflow type
 * @param leased whether the procedure takes the node's lease, and so waits for the node itself;
 *     older plans do not say so
 * @param plan what that workflow is started with, of whichever type
 * @param repo of the daemon whose chain store conditions are about; empty where none runs here
 */
public record ScheduledPlan(
    Scope scope,
    String schedule,
    String procedure,
    String workflow,
    boolean leased,
    JsonNode plan,
    String repo,
    Timing timing,
    Rules rules,
    Pinned pinned)
    implements Plan {

  /** Whether something of it is done on that host. */
  public boolean isFor(HostId host) {
    return scope.host().equals(host) || plan.findValuesAsText("host").contains(host.value());
  }
}
