package io.lotusflow.node;

import io.lotusflow.files.LogEnd;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.NodeVersion;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.service.ServiceUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for the API of a service that was started. A daemon may open its store for an hour before
 * it answers: what counts is that its process lives.
 *
 * @param services tells whether the process lives
 * @param pulse hears about once a second what is being waited for; what it throws ends the wait
 * @param poll longest time between two questions; the first ones follow sooner
 * @param downFor a service that does not run for so long is not just being started again
 */
public record ApiWait(
    ServiceActivities services, Consumer<JobProgress> pulse, Duration poll, Duration downFor) {
  private static final int RESTARTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  public ApiWait(ServiceActivities services, Consumer<JobProgress> pulse) {
    this(services, pulse, Duration.ofMillis(500), Duration.ofSeconds(20));
  }

  /**
   * Returns when the API answers.
   *
   * @param ask asks for the version
   * @param url as people know it
   */
  public ApiUp await(
      Scope scope, ServicePlan service, Supplier<NodeVersion> ask, String url, Duration atMost) {
    Instant began = Instant.now();
    Answer first = ask(ask);
    if (first.up()) {
      return new ApiUp(Receipt.alreadySo("answers at " + url), first.version);
    }
    if (scope.dryRun()) {
      return new ApiUp(Receipt.wouldDo("waits until the API answers at " + url), "");
    }
    NodeVersion version = new Waiting(service, ask, url, began, began.plus(atMost)).untilUp();
    String note = "answers at %s after %d s".formatted(url, secondsSince(began));
    return new ApiUp(Receipt.done(note), version.text());
  }

  private static Answer ask(Supplier<NodeVersion> ask) {
    try {
      return new Answer(ask.get().text(), "");
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.UNREACHABLE) {
        throw failed.asProblem();
      }
      return new Answer("", failed.said());
    }
  }

  private static long secondsSince(Instant began) {
    return Duration.between(began, Instant.now()).toSeconds();
  }

  private record Answer(String version, String trouble) {
    boolean up() {
      return trouble.isEmpty();
    }
  }

  private final class Waiting {
    private final ServicePlan service;
    private final Supplier<NodeVersion> ask;
    private final String url;
    private final Instant began;
    private final Instant deadline;
    private final LogEnd log;
    private int restartsBefore = -1;
    private Instant downSince = Instant.MAX;

    Waiting(
        ServicePlan service,
        Supplier<NodeVersion> ask,
        String url,
        Instant began,
        Instant deadline) {
      this.service = service;
      this.ask = ask;
      this.url = url;
      this.began = began;
      this.deadline = deadline;
      this.log = new LogEnd(writtenBy(service.unit()));
    }

    /** Lotus writes into GOLOG_FILE, where that is set, instead of its output. */
    private static Path writtenBy(ServiceUnit unit) {
      return Path.of(unit.environment().getOrDefault("GOLOG_FILE", unit.logFile()));
    }

    NodeVersion untilUp() {
      Duration pause = FIRST_PAUSE;
      while (true) {
        try {
          return ask.get();
        } catch (RpcFailed failed) {
          if (failed.kind() != RpcFailed.Kind.UNREACHABLE) {
            throw failed.asProblem();
          }
        }
        refuseTheDead();
        refuseTheSilent();
        beat();
        Pause.of(pause);
        Duration longer = pause.plus(pause.dividedBy(2));
        pause = longer.compareTo(poll) < 0 ? longer : poll;
      }
    }

    private void refuseTheDead() {
      ServiceStatus status = services.status(service);
      Instant now = Instant.now();
      downSince = status.running() ? Instant.MAX : downSince.isBefore(now) ? downSince : now;
      restartsBefore = restartsBefore < 0 ? status.restarts() : restartsBefore;
      boolean down = now.isAfter(plus(downSince));
      if (down || status.restarts() >= restartsBefore + RESTARTS) {
        throw NodeProblem.SERVICE_DIED.withLog(log.text(), service.unit().name(), log.file());
      }
    }

    private Instant plus(Instant since) {
      return since.equals(Instant.MAX) ? since : since.plus(downFor);
    }

    private void refuseTheSilent() {
      if (Instant.now().isAfter(deadline)) {
        throw NodeProblem.API_STAYS_AWAY.withLog(
            log.text(), service.unit().name(), url, secondsSince(began) + " s", log.file());
      }
    }

    private void beat() {
      pulse.accept(new JobProgress("waiting for the API", -1, 0, 0, "", log.lastLine(), 0, began));
    }
  }
}
