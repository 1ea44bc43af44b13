package io.lotusflow.catalogue;

import io.lotusflow.run.HostId;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Payloads;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Temporal in which time is skipped, with all procedures, and one host's activities. */
public final class ProcedureEnvironment {

  private ProcedureEnvironment() {}

  private static final String UNTAKEN = "-untaken";
  private static final Set<String> AWAY = ConcurrentHashMap.newKeySet();

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

  /** What is given to that host from now on is taken by nobody. */
  public static void leave(HostId host) {
    AWAY.add(host.taskQueue());
  }

  /**
   * It takes what was given to it meanwhile, and what comes; whoever asked for it shuts it down.
   */
  public static WorkerFactory comeBack(
      TestWorkflowEnvironment temporal, HostId host, Object... activities) {
    AWAY.remove(host.taskQueue());
    WorkerFactory factory = WorkerFactory.newInstance(temporal.getWorkflowClient());
    factory.newWorker(host.taskQueue() + UNTAKEN).registerActivitiesImplementations(activities);
    factory.start();
    return factory;
  }

  /** Nothing but a queue of its own is taken by nobody at once: polls outlive their worker here. */
  private static final class Absence extends WorkerInterceptorBase {
    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void init(WorkflowOutboundCallsInterceptor outbound) {
          super.init(new Calls(outbound));
        }
      };
    }
  }

  private static final class Calls extends WorkflowOutboundCallsInterceptorBase {
    Calls(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      String queue = input.getOptions().getTaskQueue();
      if (queue == null || !AWAY.contains(queue)) {
        return super.executeActivity(input);
      }
      ActivityOptions options =
          input.getOptions().toBuilder().setTaskQueue(queue + UNTAKEN).build();
      return super.executeActivity(
          new ActivityInput<>(
              input.getActivityName(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              options,
              input.getHeader()));
    }
  }

  /** As {@link #of}, with these workflows instead. */
  public static TestWorkflowEnvironment with(
      List<Class<?>> workflows, HostId host, Object... activities) {
    AWAY.clear();
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(Catalogue.interceptor(), new Absence())
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
