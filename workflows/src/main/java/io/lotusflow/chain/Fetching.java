package io.lotusflow.chain;

import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import java.util.List;

/**
 * How a snapshot is fetched, and what it must be.
 *
 * @param mirrors other URLs of the snapshot, {@code latest} or versioned; those that turn out to
 *     have the same file are used together
 * @param connections at once, over all servers
 * @param bandwidth a second, of all connections together; 0 = as fast as it goes
 * @param maximumAge of the head; zero = any
 */
public record Fetching(
    List<String> mirrors, int connections, ByteSize bandwidth, Duration maximumAge) {

  /** One source, and what is usual otherwise; also for plans of versions that had no choice. */
  public static final Fetching USUAL = new Fetching(List.of(), 16, new ByteSize(0), Duration.ZERO);

  public Fetching {
    mirrors = List.copyOf(mirrors);
  }
}
