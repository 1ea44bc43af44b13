package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * While a chain is switched or a service restarted, miner and daemon are away for a while; one
 * whose own worker panics is there for less than a second at a time.
 */
record Patiently(Consumer<JobProgress> pulse, Duration poll) {

  /** Then a person is asked. */
  private static final Duration AWAY_AT_MOST = Duration.ofMinutes(30);

  /** Every other failure is the problem that people read, at once. */
  <T> T call(Supplier<T> body) {
    Instant began = Instant.now();
    while (true) {
      try {
        return body.get();
      } catch (RpcFailed failed) {
        boolean away = failed.kind() == RpcFailed.Kind.UNREACHABLE;
        if (!away || Instant.now().isAfter(began.plus(AWAY_AT_MOST))) {
          throw failed.asProblem();
        }
        pulse.accept(JobProgress.of("no answer: " + failed.said(), 0, began));
        Pause.of(poll);
      }
    }
  }
}
