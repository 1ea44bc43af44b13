package io.lotusflow.run;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether the worker of a host takes work.
 *
 * @param name by which people call it
 * @param since when it asked for work last; empty when it is there again
 */
public record HostAway(HostId host, String name, Optional<Instant> since) {}
