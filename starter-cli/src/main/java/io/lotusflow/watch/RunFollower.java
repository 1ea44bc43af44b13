package io.lotusflow.watch;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Follows a run and everything below it. Outages of the server are waited out: what was missed is
 * read when it answers again.
 */
public final class RunFollower implements AutoCloseable {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);
  private static final Duration BETWEEN_DESCRIPTIONS = Duration.ofSeconds(1);

  /** A child that outlives its parent is not followed to its end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private record News(WorkflowExecution workflow, HistoryEvent event) {}

  private final Histories histories;
  private final RunFold fold;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final List<Thread> readers = new ArrayList<>();
  private volatile boolean closing;
  private volatile Optional<Instant> failingSince = Optional.empty();
  private volatile Optional<PayloadKeyProblem> unreadable = Optional.empty();
  private Instant described = Instant.EPOCH;

  public RunFollower(Histories histories, WorkflowExecution root) {
    this.histories = histories;
    this.fold = new RunFold(root);
    follow(root);
  }

  /**
   * The run as it is after the next change, or after {@code atMost} if nothing changes.
   *
   * @throws PayloadKeyProblem if it is encrypted with a key that is not here
   */
  public RunView next(Duration atMost) throws InterruptedException {
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
    News first = news.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      take(first);
      List<News> more = new ArrayList<>();
      news.drainTo(more);
      more.forEach(this::take);
    }
    describe();
    RunView view = fold.view();
    return view.open() ? view : complete();
  }

  /** The root's end may be read before the last steps of what is below it. */
  private RunView complete() throws InterruptedException {
    Instant deadline = Instant.now().plus(LAST_WORDS);
    while (Instant.now().isBefore(deadline) && readers.stream().anyMatch(Thread::isAlive)) {
      News one = news.poll(20, TimeUnit.MILLISECONDS);
      if (one != null) {
        take(one);
      }
    }
    List<News> rest = new ArrayList<>();
    news.drainTo(rest);
    rest.forEach(this::take);
    return fold.view();
  }

  /** For how long the server has not answered; zero while all is well. */
  public Duration silence() {
    return failingSince.map(since -> Duration.between(since, Instant.now())).orElse(Duration.ZERO);
  }

  private void take(News one) {
    fold.add(one.workflow(), one.event()).ifPresent(this::follow);
  }

  private void describe() {
    if (Instant.now().isBefore(described.plus(BETWEEN_DESCRIPTIONS))) {
      return;
    }
    for (WorkflowExecution open : fold.withOpenSteps()) {
      try {
        fold.describe(open, histories.describe(open).getPendingActivitiesList());
      } catch (StatusRuntimeException noAnswer) {
        break; // the history readers wait for the server; here the next second will do
      }
    }
    described = Instant.now();
  }

  private void follow(WorkflowExecution workflow) {
    Thread reader =
        new Thread(() -> readToTheEnd(workflow), "history of " + workflow.getWorkflowId());
    reader.setDaemon(true);
    readers.add(reader);
    reader.start();
  }

  private void readToTheEnd(WorkflowExecution workflow) {
    ByteString token = ByteString.EMPTY;
    while (!closing) {
      try {
        GetWorkflowExecutionHistoryResponse page = histories.page(workflow, token, true);
        failingSince = Optional.empty();
        page.getHistory().getEventsList().forEach(event -> news.add(new News(workflow, event)));
        token = page.getNextPageToken();
        if (token.isEmpty()) {
          return;
        }
      } catch (StatusRuntimeException outage) {
        failingSince = failingSince.or(() -> Optional.of(Instant.now()));
        token = ByteString.EMPTY; // from the start: events that were seen change nothing
        pause();
      } catch (PayloadKeyProblem noKey) {
        unreadable = Optional.of(noKey);
        return;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    readers.forEach(Thread::interrupt);
  }
}
