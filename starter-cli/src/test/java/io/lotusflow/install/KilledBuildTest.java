package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.lotusflow.crash.Living;
import io.lotusflow.crash.Server;
import io.lotusflow.crash.Victim;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build that hangs in its middle, with the timeouts as they are shipped: its worker is killed, it
 * is cancelled, and both at once.
 */
@Tag("matrix")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledBuildTest {

  private static final String STEP = "Build.Compile";
  private static final String ID = "install/rehearsal";
  private static final WorkflowExecution BUILD =
      WorkflowExecution.newBuilder().setWorkflowId(ID + "/build").build();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static Operator operator;
  private static Server server;

  @BeforeAll
  static void aBuildThatHangs() {
    operator = new Operator(folder, Map.of());
    operator.types("rehearsal", "start").expecting(0);
    operator.types("rehearsal", "fault", "make-hang").expecting(0);
    server = new Server(operator.address());
    begin();
  }

  @AfterAll
  static void takeAway() {
    server.close();
    operator.close();
  }

  private static void begin() {
    operator.types("install", "--rehearsal", "--detach").expecting(0);
    await().atMost(PATIENCE).until(() -> !job(Victim.JOB_TREE).isEmpty() && isFollowed());
  }

  @Test
  @Order(1)
  void isFollowedAgainByTheNextWorkerAndNotBegunAgain() {
    List<Long> leader = job(Victim.JOB_WRAPPER);
    kill(Victim.WORKER);
    await().atMost(PATIENCE).until(() -> !job(Victim.WORKER).isEmpty());
    Instant up = Instant.now();
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(() -> step().filter(s -> s.getAttempt() == 2 && beat(s).isAfter(up)).isPresent());
    Duration took = Duration.between(up, beat(step().orElseThrow()));
    System.out.println("followed again after " + took);
    assertThat(took).isLessThan(Duration.ofSeconds(15));
    assertThat(job(Victim.JOB_WRAPPER)).isEqualTo(leader);
  }

  @Test
  @Order(2)
  void leavesNoProcessWhenItIsCancelled() {
    operator.types("run", "cancel", ID, "--yes").expecting(0);
    assertThat(left()).isEmpty();
  }

  @Test
  @Order(3)
  void leavesNoneEitherWhenTheWorkerIsKilledWhileItCancels() {
    begin();
    operator.types("run", "cancel", ID, "--detach", "--yes").expecting(0);
    kill(Victim.WORKER);
    await()
        .atMost(PATIENCE)
        .until(() -> status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
    assertThat(left()).isEmpty();
  }

  private static boolean isFollowed() {
    return step()
        .filter(s -> s.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .filter(PendingActivityInfo::hasHeartbeatDetails)
        .isPresent();
  }

  private static Optional<PendingActivityInfo> step() {
    return server.describe(BUILD).getPendingActivitiesList().stream()
        .filter(activity -> activity.getActivityType().getName().equals(STEP))
        .findFirst();
  }

  private static Instant beat(PendingActivityInfo step) {
    return Instant.ofEpochMilli(Timestamps.toMillis(step.getLastHeartbeatTime()));
  }

  private static WorkflowExecutionStatus status() {
    return server
        .describe(WorkflowExecution.newBuilder().setWorkflowId(ID).build())
        .getWorkflowExecutionInfo()
        .getStatus();
  }

  private static List<Long> job(Victim victim) {
    return victim.among(ours(), STEP).stream().map(Living::pid).toList();
  }

  private static void kill(Victim victim) {
    List<Long> pids = job(victim);
    assertThat(pids).hasSize(1);
    ProcessHandle.of(pids.get(0)).ifPresent(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> !job(victim).equals(pids));
  }

  /** All but those who stay on purpose. */
  private static List<String> left() {
    return operator.processes().stream()
        .filter(p -> !p.matches(".*(WorkerMain|UpMain|SiteMain| server start-dev ).*"))
        .toList();
  }

  private static List<Living> ours() {
    return Living.of(Living.all(), folder.toString());
  }
}
