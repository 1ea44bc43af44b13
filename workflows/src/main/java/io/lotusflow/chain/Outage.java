package io.lotusflow.chain;

import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import java.time.Duration;

/**
 * How long a node was away, seen from outside by asking its API many times a second.
 *
 * @param downtime goes into the run's receipt
 * @param unwatched nobody looked, as the worker was away; in neither part of the downtime
 */
public record Outage(Receipt receipt, Downtime downtime, Duration unwatched) implements Reported {

  /** Nothing was away. */
  public static Outage none(Receipt receipt) {
    return new Outage(receipt, Downtime.NONE, Duration.ZERO);
  }

  /** For workflows: what a watch has seen; one that failed says nothing of what it watched. */
  public static Outage seenBy(Promise<Outage> watch) {
    try {
      return watch.get();
    } catch (TemporalFailure blind) {
      if (CancellationScope.current().isCancelRequested()) {
        throw blind;
      }
      return none(Receipt.alreadySo("not watched"));
    }
  }

  /** What has to be said after the figures: empty where somebody always looked. */
  public String unseen() {
    return unwatched.toSeconds() == 0
        ? ""
        : "; nobody looked for %d s".formatted(unwatched.toSeconds());
  }

  double silentSeconds() {
    return downtime.silent().toMillis() / 1e3;
  }

  double staleSeconds() {
    return downtime.stale().toMillis() / 1e3;
  }
}
