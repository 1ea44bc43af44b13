package io.lotusflow.worker;

import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorSimpleMaximum;
import java.time.Duration;
import java.util.List;

/** How much a worker does at once, sized for a host whose cores belong to Lotus. */
final class WorkerSettings {

  /** Virtual threads exist from this version on; before it, the SDK refuses the setting. */
  private static final boolean VIRTUAL_THREADS = Runtime.version().feature() >= 21;

  /** The first task of a cold JVM loads classes for longer than the SDK's one second. */
  private static final long DEADLOCK_MILLIS = 5_000;

  /** What a killed worker may lose of its progress, and how late a cancel is seen. */
  private static final Duration HEARTBEATS_AT_MOST = Duration.ofSeconds(2);

  private WorkerSettings() {}

  static WorkerFactoryOptions factory(List<WorkerInterceptor> interceptors) {
    return WorkerFactoryOptions.newBuilder()
        .setWorkflowCacheSize(200)
        .setMaxWorkflowThreadCount(400)
        .setUsingVirtualWorkflowThreads(VIRTUAL_THREADS)
        .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
        .validateAndBuildWithDefaults();
  }

  static WorkerOptions worker() {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(20)
        .setMaxConcurrentWorkflowTaskExecutionSize(20)
        .setWorkflowTaskPollersBehavior(new PollerBehaviorSimpleMaximum(2))
        .setActivityTaskPollersBehavior(new PollerBehaviorSimpleMaximum(2))
        .setMaxHeartbeatThrottleInterval(HEARTBEATS_AT_MOST)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .setUsingVirtualThreads(VIRTUAL_THREADS)
        .validateAndBuildWithDefaults();
  }
}
