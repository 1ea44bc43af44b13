package io.lotusflow.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialWorkflowTest {

  private TestWorkflowEnvironment temporal;

  @BeforeEach
  void startWorker() {
    DialActivities host = plan -> new Dialled(Receipt.alreadySo(""), plan.ports().subList(0, 1));
    temporal = ProcedureEnvironment.of(Plans.HOST, host);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private Dialled ask(HostId host) {
    Scope scope = Plans.nodeAndMiner().scope().on(host);
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            DialWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("dial/" + host)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build())
        .dial(new DialPlan(scope, "10.0.0.2", List.of(1234, 2345)));
  }

  @Test
  void thatHostDialsAndSaysWhatAnswered() {
    assertThat(ask(Plans.HOST).answering()).containsExactly(1234);
  }
}
