package io.lotusflow.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a host, also while it is away; the memo of its workflow, under {@link #MEMO}.
 *
 * @param awaySince when its worker asked for work last, once that is too long ago
 * @param removed whether it belongs to the cluster no more; kept, as there may still be work for it
 */
public record HostRecord(HostFacts facts, Optional<Instant> awaySince, boolean removed) {

  /** Key in the memo. */
  public static final String MEMO = "host";

  /** A host whose worker takes work, as far as is known. */
  public static HostRecord of(HostFacts facts) {
    return new HostRecord(facts, Optional.empty(), false);
  }

  /** The same as seen by one who looked at its worker. */
  public HostRecord seenAway(Optional<Instant> since) {
    return new HostRecord(facts, since, removed);
  }

  /** The same once somebody has taken it out of the cluster. */
  public HostRecord asRemoved() {
    return new HostRecord(facts, awaySince, true);
  }
}
