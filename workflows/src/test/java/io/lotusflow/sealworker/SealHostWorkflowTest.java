package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.host.Topology;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SealHostWorkflowTest {

  private TestWorkflowEnvironment temporal;

  private static HostSurvey found(SurveyPlan plan) {
    SealWorker a =
        new SealWorker(
            "a",
            "/nvme0/a",
            "/nvme0/a/tmp",
            "10.0.0.5:3456",
            List.of(SealTask.COMMIT),
            "",
            Map.of());
    return new HostSurvey(
        Receipt.alreadySo("seal workers: 1"),
        "sealer-1",
        "boot-1 net:[1]",
        List.of("10.0.0.5"),
        "",
        "/var/lib/lotusflow/workers",
        "/var/lib/lotusflow/seal-workers",
        plan.program(),
        true,
        new ByteSize(1L << 40),
        new Topology(
            List.of(new Topology.Core(0, 0, List.of(0, 1))),
            true,
            new ByteSize(1L << 38),
            new ByteSize(0),
            List.of()),
        List.of(3457, 3458),
        List.of(new HostSurvey.Seen("node-1", a, true, true, 0, "s-1", "", "")));
  }

  @BeforeEach
  void startWorker() {
    SealHostActivities host = SealHostWorkflowTest::found;
    temporal = ProcedureEnvironment.of(Plans.HOST, host);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private HostSurvey look() {
    Scope scope = Plans.nodeAndMiner().scope().on(Plans.HOST);
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            SealHostWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("seal-host/h1/1")
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build())
        .look(
            new SurveyPlan(
                scope,
                "/usr/local/bin/lotus-worker",
                "",
                "",
                "",
                "/swapfile",
                3456,
                Plans.nodeAndMiner().miner().orElseThrow().service()));
  }

  @Test
  void whatWasSeenThereComesBackWhole() {
    HostSurvey survey = look();

    assertThat(survey.topology().threads()).isEqualTo(2);
    assertThat(survey.find("node-1", "a")).map(HostSurvey.Seen::session).contains("s-1");
    assertThat(survey.find("node-2", "a")).isEmpty();
  }
}
