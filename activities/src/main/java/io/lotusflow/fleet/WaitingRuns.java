package io.lotusflow.fleet;

import io.lotusflow.node.LeaseHolder;
import io.lotusflow.node.LeaseState;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.run.RunMemo;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Open runs that wait for a host whose worker is away, as their memos say. */
public final class WaitingRuns {

  private final OpenProcedures runs;

  public WaitingRuns(WorkflowClient client) {
    this.runs = new OpenProcedures(client);
  }

  /**
   * For whom a run waits.
   *
   * @param behind the run that has the node meanwhile, where it is that one which waits for the
   *     host
   */
  public record Waiting(HostAway host, Optional<String> behind) {}

  long of(HostId host) {
    return byRun().values().stream().filter(run -> run.host().host().equals(host)).count();
  }

  /** By workflow id of the run, without those below another. */
  public Map<String, Waiting> byRun() {
    Map<String, Waiting> waiting = new HashMap<>();
    runs.all().stream()
        .filter(run -> !run.hasParentExecution())
        .forEach(
            run ->
                runs.memo(run, RunMemo.WAITS_FOR, HostAway.class)
                    .ifPresent(
                        host ->
                            waiting.put(
                                run.getExecution().getWorkflowId(),
                                new Waiting(host, Optional.empty()))));
    if (!waiting.isEmpty()) {
      waiting.putAll(behind(waiting));
    }
    return waiting;
  }

  /** Who waits for a node that is held by one of them. */
  private Map<String, Waiting> behind(Map<String, Waiting> holders) {
    Map<String, Waiting> more = new HashMap<>();
    runs.ofType("NodeLease").stream()
        .flatMap(lease -> runs.memo(lease, LeaseState.MEMO, LeaseState.class).stream())
        .forEach(
            lease ->
                lease
                    .holder()
                    .map(LeaseHolder::workflowId)
                    .filter(holders::containsKey)
                    .ifPresent(
                        holder ->
                            lease
                                .waiting()
                                .forEach(
                                    run ->
                                        more.put(
                                            run.workflowId(),
                                            new Waiting(
                                                holders.get(holder).host(),
                                                Optional.of(holder))))));
    more.keySet().removeAll(holders.keySet());
    return more;
  }
}
