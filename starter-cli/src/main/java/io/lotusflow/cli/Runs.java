package io.lotusflow.cli;

import com.google.protobuf.util.Timestamps;
import io.lotusflow.chain.ChainKeepWorkflow;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.run.Skipped;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.ReadablePayloads;
import io.lotusflow.temporal.Visibility;
import io.lotusflow.watch.RunMemory;
import io.lotusflow.watch.SearchValues;
import io.lotusflow.watch.StuckWorkflows;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The list of runs, as the server's visibility store has it: it may lag by a second. */
final class Runs {

  private static final int PAGE = 200;
  private static final String STUCK = "stuck";

  private final WorkflowClient client;
  private final ReadablePayloads readable;

  Runs(WorkflowClient client) {
    this.client = client;
    this.readable = ReadablePayloads.of(client);
  }

  /**
   * One run, without its steps.
   *
   * @param status such as {@code running}
   * @param attention {@code parked} or {@code approval} while a person is needed, {@code stuck}
   *     while workers fail with it, else empty
   * @param skipped why a schedule's run did nothing
   */
  record Listed(
      String id,
      String runId,
      String procedure,
      String node,
      String host,
      String status,
      String attention,
      Instant started,
      Optional<Instant> closed,
      Optional<Skipped> skipped) {

    boolean open() {
      return status.equals("running");
    }

    boolean isStuck() {
      return attention.equals(STUCK);
    }

    boolean dryRun() {
      return id.startsWith("dry-run/");
    }
  }

  /** Those that have not ended: who needs a person first, then the newest. */
  List<Listed> open() {
    return find(" AND ExecutionStatus = 'Running'", Integer.MAX_VALUE);
  }

  /** Those that have not ended, also who only looks after something. */
  List<Listed> openOfAnyKind() {
    return find(" AND ExecutionStatus = 'Running'", Integer.MAX_VALUE, any -> true);
  }

  /** Open or not, in the same order. */
  List<Listed> all(int atMost) {
    return find("", atMost);
  }

  private List<Listed> find(String more, int atMost) {
    return find(more, atMost, Runs::isOfInterest);
  }

  private List<Listed> find(String more, int atMost, Predicate<Listed> wanted) {
    List<Listed> found = new ArrayList<>();
    Set<String> stuck = new HashSet<>();
    String query = SearchAttributes.PROCEDURE.getName() + " IS NOT NULL" + more;
    for (List<WorkflowExecutionInfo> page : new Visibility(client).pages(query, PAGE)) {
      // Parts are younger than their run, so they come before it.
      page.stream().filter(StuckWorkflows::isMarked).map(StuckWorkflows::run).forEach(stuck::add);
      page.stream()
          .filter(info -> !info.hasParentExecution())
          .map(info -> listed(info, stuck))
          .filter(wanted)
          .forEach(found::add);
      if (found.size() >= atMost) {
        break;
      }
    }
    return found.stream()
        .sorted(
            Comparator.comparing((Listed run) -> run.attention().isEmpty())
                .thenComparing(run -> !run.open())
                .thenComparing(Listed::started, Comparator.reverseOrder()))
        .limit(atMost)
        .toList();
  }

  /** What only looks after an old chain occupies no node and is in nobody's way. */
  private static boolean isOfInterest(Listed run) {
    return !run.procedure().equals(ChainKeepWorkflow.PROCEDURE) || !run.attention().isEmpty();
  }

  private Listed listed(WorkflowExecutionInfo info, Set<String> stuck) {
    String id = info.getExecution().getWorkflowId();
    boolean open = info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    return new Listed(
        id,
        info.getExecution().getRunId(),
        SearchValues.of(info, SearchAttributes.PROCEDURE),
        SearchValues.of(info, SearchAttributes.NODE),
        SearchValues.of(info, SearchAttributes.HOST),
        status(info.getStatus()),
        open && stuck.contains(id) ? STUCK : SearchValues.of(info, SearchAttributes.ATTENTION),
        Instant.ofEpochMilli(Timestamps.toMillis(info.getStartTime())),
        info.hasCloseTime()
            ? Optional.of(Instant.ofEpochMilli(Timestamps.toMillis(info.getCloseTime())))
            : Optional.empty(),
        skipped(info));
  }

  /** One old run whose key was thrown away keeps no other from the list. */
  private Optional<Skipped> skipped(WorkflowExecutionInfo info) {
    try {
      return RunMemory.of(readable.in(info.getMemo())).skipped();
    } catch (PayloadKeyProblem noKey) {
      return Optional.empty();
    }
  }

  static String status(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING -> "running";
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> "completed";
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> "cancelled";
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> "terminated";
      default -> "failed";
    };
  }
}
