package io.lotusflow.fleet;

import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the cluster knows of its hosts; kept by the server, so that no host is asked. */
public final class HostBook {

  private static final int LATEST = 20;

  private final WorkflowClient client;

  public HostBook(WorkflowClient client) {
    this.client = client;
  }

  /** In the order of their names. What is encrypted with a key that is not here is left out. */
  public List<HostRecord> all() {
    return withThoseRemoved().stream().filter(host -> !host.removed()).toList();
  }

  /** Also hosts that belong to the cluster no more, as there may still be work for them. */
  List<HostRecord> withThoseRemoved() {
    OpenProcedures known = new OpenProcedures(client);
    return known.ofType(HostWorkflow.TYPE).stream()
        .flatMap(run -> known.memo(run, HostRecord.MEMO, HostRecord.class).stream())
        .sorted(
            Comparator.comparing((HostRecord host) -> host.facts().name())
                .thenComparing(host -> host.facts().id().value()))
        .toList();
  }

  /** Hosts that were taken out of the cluster and have not told of themselves since. */
  public Set<HostId> removed() {
    return withThoseRemoved().stream()
        .filter(HostRecord::removed)
        .map(host -> host.facts().id())
        .collect(Collectors.toSet());
  }

  /** By name or id. Of two with one name, neither is meant. */
  public Optional<HostRecord> find(String nameOrId) {
    List<HostRecord> called = called(nameOrId);
    return called.size() == 1 ? Optional.of(called.get(0)) : Optional.empty();
  }

  /** The one with that id; else all that have that name. */
  public List<HostRecord> called(String nameOrId) {
    return called(nameOrId, all());
  }

  /** The same among hosts that were asked for before. */
  public static List<HostRecord> called(String nameOrId, List<HostRecord> all) {
    return all.stream()
        .filter(host -> host.facts().id().value().equals(nameOrId))
        .findFirst()
        .map(List::of)
        .orElseGet(
            () -> all.stream().filter(host -> host.facts().name().equals(nameOrId)).toList());
  }

  /**
   * What is known of that host; asked of the server at once, whereas a list may lag by a moment.
   */
  public Optional<HostRecord> record(HostId host) {
    return new Histories(client)
        .find(HostWorkflow.id(host))
        .filter(HostBook::isOpen)
        .flatMap(run -> new OpenProcedures(client).memo(run, HostRecord.MEMO, HostRecord.class))
        .filter(known -> !known.removed());
  }

  private static boolean isOpen(WorkflowExecutionInfo run) {
    return run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** A host tells of itself; with its first word it is known. */
  public void tell(HostFacts facts) {
    stub(facts.id())
        .signalWithStart("told", new Object[] {facts}, new Object[] {HostRecord.of(facts)});
  }

  /** Another host saw that its worker is away, or there again. */
  public void seenAway(HostId host, Optional<Instant> since) {
    signal(host, "seenAway", since);
  }

  /** It belongs to the cluster no more, until it tells of itself again. */
  public void remove(HostId host) {
    signal(host, "removed");
  }

  private void signal(HostId host, String name, Object... arguments) {
    try {
      client.newUntypedWorkflowStub(HostWorkflow.id(host)).signal(name, arguments);
    } catch (WorkflowNotFoundException forgotten) {
      // What is not known cannot be away.
    }
  }

  /**
   * How far a clock is before the server's: the server writes down when it heard a word of ours.
   *
   * @param clock of the host that asks
   * @return to the second; empty where the server does not show what it wrote
   */
  public Optional<Duration> clockAhead(HostFacts facts, Clock clock) {
    return clockAhead(
        facts.id(),
        clock,
        () ->
            stub(facts.id())
                .signalWithStart(
                    "clockAsked",
                    new Object[] {facts.worker()},
                    new Object[] {HostRecord.of(facts)}));
  }

  /** The same for a host that need not be known; empty if it is not. */
  Optional<Duration> clockAhead(HostId host, String by, Clock clock) {
    return new Histories(client)
        .find(HostWorkflow.id(host))
        .filter(HostBook::isOpen)
        .flatMap(known -> clockAhead(host, clock, () -> signal(host, "clockAsked", by)));
  }

  private Optional<Duration> clockAhead(HostId host, Clock clock, Runnable ask) {
    Instant before = clock.instant();
    ask.run();
    Instant after = clock.instant();
    return lastWord(host)
        .map(heard -> ahead(heard, before, after))
        .map(ahead -> Duration.ofSeconds(Math.round(ahead.toMillis() / 1000.0)));
  }

  /** The least that it can be: a first word takes seconds on a busy machine. */
  private static Duration ahead(Instant heard, Instant before, Instant after) {
    if (heard.isBefore(before)) {
      return Duration.between(heard, before);
    }
    return heard.isAfter(after) ? Duration.between(heard, after) : Duration.ZERO;
  }

  private Optional<Instant> lastWord(HostId host) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .getWorkflowExecutionHistoryReverse(
            GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(HostWorkflow.id(host)))
                .setMaximumPageSize(LATEST)
                .build())
        .getHistory()
        .getEventsList()
        .stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .filter(HostBook::asksForTheTime)
        .map(event -> event.getEventTime())
        .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        .findFirst();
  }

  private static boolean asksForTheTime(HistoryEvent event) {
    return event.getWorkflowExecutionSignaledEventAttributes().getSignalName().equals("clockAsked");
  }

  private WorkflowStub stub(HostId host) {
    return client.newUntypedWorkflowStub(
        HostWorkflow.TYPE,
        WorkflowOptions.newBuilder()
            .setWorkflowId(HostWorkflow.id(host))
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .build());
  }
}
