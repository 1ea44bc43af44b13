package io.lotusflow.run;

import java.time.Duration;

/**
 * For how long a node was away while something was done to it, measured by somebody who asked its
 * API all the time. A step whose result has a component {@code downtime} of this type is counted in
 * the run's receipt.
 *
 * @param silent no answer from the API
 * @param stale an answer, but the head was more than two epochs behind
 */
public record Downtime(Duration silent, Duration stale) {

  public static final Downtime NONE = new Downtime(Duration.ZERO, Duration.ZERO);

  public Downtime plus(Downtime more) {
    return new Downtime(silent.plus(more.silent), stale.plus(more.stale));
  }
}
