package io.lotusflow.worker;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostReport;
import io.lotusflow.fleet.HostWatch;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobLauncher;
import io.lotusflow.job.Jobs;
import io.lotusflow.run.BookReader;
import io.lotusflow.run.Bookkeeping;
import io.lotusflow.run.HostId;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.SkipWatch;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
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
 * the job. And it keeps the books: receipts of runs that have ended, alerts for those that need
 * somebody (docs/decisions/005-the-worker-keeps-the-books.md).
 */
final class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration HOSTS_EVERY = Duration.ofSeconds(15);
  private static final Duration MEMORY_EVERY = Duration.ofMinutes(5);
  private static final Duration BOOKS_EVERY = Duration.ofSeconds(5);
  private static final Duration KEEP_FOLDERS = Duration.ofDays(30);

  private final Jobs jobs;
  private final ServiceActivitiesImpl services;
  private final Connection temporal;
  private final Bookkeeping books;
  private final SkipWatch schedules;
  private final HostReport report;
  private final HostWatch hosts;

  /**
   * @param reader who is told what the books say
   */
  Housekeeping(Home home, Connection temporal, Optional<BookReader> reader) {
    HostId host = new HostId(home.hostId());
    AlertDesk desk = new AlertDesk(temporal.client());
    this.books =
        new Bookkeeping(
            temporal.client(), host, home.receipts(), desk, ZoneId.systemDefault(), reader);
    this.schedules =
        new SkipWatch(
            new ScheduleBook(temporal.client()),
            host,
            home.alerts().resolve("schedules"),
            desk,
            reader);
    this.report = new HostReport(home, new HostBook(temporal.client()));
    this.hosts = new HostWatch(host, temporal, desk, new HostClock(home), books::standInFor);
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
    clock.execute(JobLauncher::askThisHost);
    repeat(clock, EVERY, report::look);
    repeat(clock, EVERY, services::mend);
    repeat(clock, EVERY, () -> jobs.reap(this::isOpen, KEEP_FOLDERS));
    repeat(clock, EVERY, schedules::look);
    repeat(clock, HOSTS_EVERY, hosts::look);
    repeat(clock, BOOKS_EVERY, books::sweep);
    repeat(clock, MEMORY_EVERY, SpareMemory::giveBack);
  }

  private static void repeat(ScheduledExecutorService clock, Duration every, Runnable chore) {
    Runnable forgiving =
        () -> {
          try {
            chore.run();
          } catch (RuntimeException later) {
            log.warn("housekeeping put off", later);
          }
        };
    var unused = clock.scheduleWithFixedDelay(forgiving, 0, every.toSeconds(), TimeUnit.SECONDS);
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
