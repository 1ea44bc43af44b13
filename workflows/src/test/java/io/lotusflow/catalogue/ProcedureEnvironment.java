package io.lotusflow.catalogue;

import io.lotusflow.run.HostId;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Payloads;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;

/** A Temporal in which time is skipped, with all procedures, and one host's activities. */
public final class ProcedureEnvironment {

  private ProcedureEnvironment() {}

  /** It runs; whoever asked for it closes it. */
  public static TestWorkflowEnvironment of(HostId host, Object... activities) {
    return with(Catalogue.WORKFLOWS, host, activities);
  }

  /** One more host; whoever asked for it shuts it down. */
  public static WorkerFactory join(
      TestWorkflowEnvironment temporal, HostId host, Object... activities) {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.getWorkflowClient());
    factory.newWorker(host.taskQueue()).registerActivitiesImplementations(activities);
    factory.start();
    return factory;
  }

  /** As {@link #of}, with these workflows instead. */
  public static TestWorkflowEnvironment with(
      List<Class<?>> workflows, HostId host, Object... activities) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(Catalogue.interceptor())
                    .build());
    SearchAttributes.all()
        .forEach(
            key ->
                options.registerSearchAttribute(
                    key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options.build());
    temporal
        .newWorker(TaskQueues.WORKFLOWS)
        .registerWorkflowImplementationTypes(workflows.toArray(Class<?>[]::new));
    temporal.newWorker(host.taskQueue()).registerActivitiesImplementations(activities);
    temporal.start();
    return temporal;
  }
}
