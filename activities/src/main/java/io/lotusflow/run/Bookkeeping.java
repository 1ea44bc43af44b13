package io.lotusflow.run;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.messages.Language;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.SearchValues;
import io.lotusflow.watch.Stuck;
import io.lotusflow.watch.StuckWorkflows;
import io.lotusflow.watch.Trouble;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the runs of one host from outside: who waits for a person is told once, who has ended
 * leaves a receipt. All that it does can be done again, so it may die at any moment.
 */
public final class Bookkeeping {

  private static final Logger log = LoggerFactory.getLogger(Bookkeeping.class);

  /** What the server's visibility store may lag behind, and much more. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final String OPEN = "ExecutionStatus = 'Running'";

  private final WorkflowClient client;
  private final HostId host;
  private final AlertDesk desk;
  private final Histories histories;
  private final StuckWorkflows stuckWorkflows;
  private final ReceiptFiles receipts;
  private final ClosedUntil closedUntil;
  private final ZoneId zone;
  private final Optional<BookReader> reader;
  private final Set<String> told = new HashSet<>();

  /**
   * @param receipts folder
   * @param zone of the times in receipts
   * @param reader who is told what was seen; without one the open runs are not asked for
   */
  public Bookkeeping(
      WorkflowClient client,
      HostId host,
      Path receipts,
      AlertDesk desk,
      ZoneId zone,
      Optional<BookReader> reader) {
    this.client = client;
    this.host = host;
    this.desk = desk;
    this.histories = new Histories(client);
    this.stuckWorkflows = new StuckWorkflows(client);
    this.receipts = new ReceiptFiles(receipts);
    this.closedUntil = new ClosedUntil(receipts.resolve(".closed-until"));
    this.zone = zone;
    this.reader = reader;
  }

  /**
   * One look. It asks once: every host does so all the time, and servers let few such questions in.
   */
  public void sweep() {
    Instant now = Instant.now();
    Instant until = closedUntil.read();
    List<WorkflowExecutionInfo> seen =
        list(host, "(" + OPEN + " OR CloseTime > '" + until.minus(OVERLAP) + "')");
    List<WorkflowExecutionInfo> open = seen.stream().filter(Bookkeeping::isOpen).toList();
    tellOf(open, Optional.empty());
    boolean allClosed = true;
    for (WorkflowExecutionInfo info : seen) {
      WorkflowExecution run = info.getExecution();
      if (!isOpen(info) && isRun(info)) {
        allClosed &= receipts.has(run.getWorkflowId(), run.getRunId()) || tryToClose(run);
      }
    }
    if (allClosed && until.plus(OVERLAP.dividedBy(10)).isBefore(now)) {
      closedUntil.write(now);
    }
    reader.ifPresent(who -> who.open(openRuns(open)));
  }

  /**
   * Runs of a host that is away wait for a person, too.
   *
   * @param by who is told, and by which host
   */
  public void standInFor(HostId absent, Scope by) {
    tellOf(list(absent, OPEN), Optional.of(by));
  }

  private void tellOf(List<WorkflowExecutionInfo> open, Optional<Scope> by) {
    open.stream()
        .filter(run -> isRun(run) && !attention(run).isEmpty())
        .map(WorkflowExecutionInfo::getExecution)
        .forEach(run -> tryToTell(run, () -> tellWhoIsNeeded(run, by)));
    tellOfStuck(open, by);
  }

  private void tellOfStuck(List<WorkflowExecutionInfo> open, Optional<Scope> by) {
    for (WorkflowExecutionInfo workflow : open) {
      String note = "stuck/" + workflow.getExecution().getRunId();
      if (!StuckWorkflows.isMarked(workflow)) {
        told.remove(note);
      } else if (!told.contains(note)) {
        tryToTell(workflow.getExecution(), () -> tellOfStuck(workflow, by));
        told.add(note);
      }
    }
  }

  private void tellOfStuck(WorkflowExecutionInfo workflow, Optional<Scope> by) {
    Stuck stuck = stuckWorkflows.look(workflow);
    Trouble trouble = stuck.trouble();
    log.error("does not go on workflow={} why={}", stuck.workflowId(), stuck.message());
    Alert alert =
        new Alert(
            Alert.Event.STUCK,
            stuck.workflowId() + "/stuck/" + stuck.since().toEpochMilli(),
            stuck.run(),
            "",
            trouble.type(),
            trouble.message(),
            trouble.arguments(),
            stuck.since());
    by.or(() -> histories.scope(workflow.getExecution()))
        .ifPresent(scope -> desk.raise(scope, alert));
  }

  private static List<BookReader.OpenRun> openRuns(List<WorkflowExecutionInfo> open) {
    return open.stream()
        .filter(Bookkeeping::isRun)
        .map(
            run ->
                new BookReader.OpenRun(
                    SearchValues.of(run, SearchAttributes.PROCEDURE),
                    SearchValues.of(run, SearchAttributes.NODE),
                    attention(run)))
        .toList();
  }

  private static String attention(WorkflowExecutionInfo run) {
    return SearchValues.of(run, SearchAttributes.ATTENTION);
  }

  private static boolean isOpen(WorkflowExecutionInfo workflow) {
    return workflow.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** None of those below another, nor of those that change nothing. */
  private static boolean isRun(WorkflowExecutionInfo workflow) {
    return !workflow.hasParentExecution()
        && !workflow.getExecution().getWorkflowId().startsWith("dry-run/");
  }

  /** One run that cannot be read keeps no other from its receipt. */
  private boolean tryToClose(WorkflowExecution run) {
    try {
      close(run);
      return true;
    } catch (RuntimeException e) {
      if (told.add("broken/" + run.getRunId())) {
        log.warn("no receipt yet run={}", run.getWorkflowId(), e);
      }
      return false;
    }
  }

  /** Nor from being told of. */
  private void tryToTell(WorkflowExecution run, Runnable telling) {
    try {
      telling.run();
    } catch (PayloadKeyProblem noKey) {
      if (told.add("unreadable/" + run.getRunId())) {
        log.warn("nobody is told yet run={}", run.getWorkflowId(), noKey);
      }
    }
  }

  private void tellWhoIsNeeded(WorkflowExecution run, Optional<Scope> by) {
    Optional<Attention> asked =
        histories.memory(run.getWorkflowId()).flatMap(memory -> memory.attention());
    if (asked.isEmpty()) {
      return;
    }
    Attention attention = asked.get();
    String key = run.getWorkflowId() + "/waits/" + attention.since().toEpochMilli();
    if (told.add(key)) {
      boolean approval = attention.kind() == Attention.Kind.APPROVAL;
      Alert alert =
          new Alert(
              approval ? Alert.Event.APPROVAL : Alert.Event.PARKED,
              key,
              run.getWorkflowId(),
              attention.step(),
              attention.problem(),
              Trouble.of(attention).message(),
              attention.arguments(),
              attention.since());
      by.or(() -> histories.scope(run)).ifPresent(scope -> desk.raise(scope, alert));
    }
  }

  private void close(WorkflowExecution run) {
    try {
      RunView view = histories.read(run);
      if (view.open()) {
        return;
      }
      endings(view).ifPresent(event -> raise(run, ended(view, event)));
      Language language = histories.scope(run).map(Scope::language).orElse(Language.ENGLISH);
      RunReceipt receipt = new RunReceipt(view);
      receipts.write(receipt, language, zone);
      reader.ifPresent(who -> who.ended(receipt));
      log.info("receipt written run={} ended={}", run.getWorkflowId(), view.status());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      log.warn("the history is gone run={}", run.getWorkflowId());
    }
  }

  /** What the operator did himself is no news to him. */
  private static Optional<Alert.Event> endings(RunView run) {
    boolean aborted = run.trouble().filter(t -> t.type().equals(Aborted.TYPE)).isPresent();
    return switch (run.status()) {
      case FAILED -> aborted ? Optional.empty() : Optional.of(Alert.Event.FAILED);
      case TERMINATED -> Optional.of(Alert.Event.TERMINATED);
      default -> Optional.empty();
    };
  }

  private static Alert ended(RunView run, Alert.Event event) {
    Optional<Trouble> trouble = run.trouble();
    return new Alert(
        event,
        run.id() + "/ended/" + run.runId(),
        run.id(),
        "",
        trouble.map(Trouble::type).orElse(""),
        trouble.map(Trouble::message).orElse(""),
        trouble.map(Trouble::arguments).orElse(List.of()),
        run.closed().orElse(run.started()));
  }

  private void raise(WorkflowExecution run, Alert alert) {
    histories.scope(run).ifPresent(scope -> desk.raise(scope, alert));
  }

  /** Workflows of procedures on a host, the newest first. */
  private List<WorkflowExecutionInfo> list(HostId of, String which) {
    String query =
        "%s = '%s' AND %s IS NOT NULL AND %s"
            .formatted(
                SearchAttributes.HOST.getName(), of, SearchAttributes.PROCEDURE.getName(), which);
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(query)
                .build())
        .getExecutionsList();
  }
}
