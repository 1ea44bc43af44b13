package io.lotusflow.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker looks after besides its tasks. It ends jobs whose run is over (a run that was
 * terminated undoes nothing, so nobody else would) and deletes the folders of jobs long gone; and
 * it supervises again those services that lost their supervisor. A run that the server does not
 * know is left alone: its database may have been lost, and a new run of the same name attaches to
 * the job.
 */
final class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration KEEP_FOLDERS = Duration.ofDays(30);

  private final Jobs jobs;
  private final ServiceActivitiesImpl services;
  private final Connection temporal;

  Housekeeping(Home home, Connection temporal) {
    this.jobs = new Jobs(home.jobs());
    this.services = new ServiceActivitiesImpl(home);
    this.temporal = temporal;
  }

  /** Looks at once and then every half minute, for as long as the process lives. */
  void start() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "housekeeping");
              thread.setDaemon(true);
              return thread;
            });
    var unused = clock.scheduleWithFixedDelay(this::sweep, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void sweep() {
    try {
      services.mend();
      jobs.reap(this::isOpen, KEEP_FOLDERS);
    } catch (RuntimeException later) {
      log.warn("housekeeping put off", later);
    }
  }

  private boolean isOpen(String workflowId) {
    try {
      WorkflowExecutionStatus status =
          temporal.client().newUntypedWorkflowStub(workflowId).describe().getStatus();
      return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException unknown) {
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }
}
