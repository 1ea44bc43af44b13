package io.lotusflow.fleet;

import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.run.RunMemo;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;

/** Open runs that wait for a host whose worker is away, as their memos say. */
public final class WaitingRuns {

  private final OpenProcedures runs;

  public WaitingRuns(WorkflowClient client) {
    this.runs = new OpenProcedures(client);
  }

  long of(HostId host) {
    return byRun().values().stream().filter(away -> away.host().equals(host)).count();
  }

  /** By workflow id of the run, without those below another. */
  public Map<String, HostAway> byRun() {
    Map<String, HostAway> waiting = new HashMap<>();
    runs.all().stream()
        .filter(run -> !run.hasParentExecution())
        .forEach(
            run ->
                runs.memo(run, RunMemo.WAITS_FOR, HostAway.class)
                    .ifPresent(host -> waiting.put(run.getExecution().getWorkflowId(), host)));
    return waiting;
  }
}
