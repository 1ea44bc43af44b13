package io.lotusflow.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.backup.Backup;
import io.lotusflow.backup.BackupPlan;
import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.EncodedValues;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalResetWorkflowTest {

  private final FakeHost host = new FakeHost();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  private static final class FakeHost implements DynamicActivity {
    final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public Object execute(EncodedValues arguments) {
      String type = Activity.getExecutionContext().getInfo().getActivityType();
      String unit =
          type.equals("Service.Stop")
              ? ' ' + arguments.get(0, ServicePlan.class).unit().name()
              : "";
      calls.add(type + unit);
      Receipt done = Receipt.done("");
      return switch (type) {
        case "LocalReset.Look" -> new LocalResetGround(done, List.of("/srv/lotus/daemon"), 1 << 20);
        case "Backup.Create", "Backup.Complete" -> new Backup(done, "/srv/backups/1", List.of());
        case "Lease.Take" -> new LeaseAnswer(done, "");
        case "Service.Stop" -> new ServiceStatus(done, true, false, 0, Optional.empty(), 0);
        default -> done;
      };
    }
  }

  @BeforeEach
  void start() {
    temporal = ProcedureEnvironment.of(Plans.HOST, host);
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "LocalReset",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("node-reset/n1")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    InstallPlan install = Plans.nodeAndMiner();
    run.start(
        new LocalResetPlan(
            install.scope(),
            new BackupPlan(
                install.scope(),
                "/srv/backups",
                install.daemon(),
                install.miner(),
                List.of(
                    install.daemon().orElseThrow().service(),
                    install.miner().orElseThrow().service()),
                ""),
            Optional.empty(),
            false));
    await().until(() -> run.describe().getMemo(RunMemo.ATTENTION, Attention.class) != null);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  @Test
  void nothingIsStoppedBeforeItIsSavedAndApproved() {
    assertThat(host.calls).containsExactly("LocalReset.Look", "Backup.Create");
    run.update("approve", Void.class, "LocalReset.MoveAside");
    run.getResult(Receipt.class);
    assertThat(host.calls.subList(2, host.calls.size()))
        .containsExactly(
            "Lease.Take",
            "LocalReset.Look",
            "Service.Stop lotus-miner",
            "Service.Stop lotus-daemon",
            "Backup.Complete",
            "LocalReset.MoveAside");
  }

  @Test
  void anAbortLeavesAllAsItIs() {
    run.update("abort", Void.class, "");
    assertThat(catchThrowable(() -> run.getResult(Receipt.class))).isNotNull();
    assertThat(host.calls).noneMatch(call -> call.startsWith("Service") || call.contains("Move"));
  }
}
