package io.lotusflow.service;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Instant;
import java.util.Optional;

/**
 * A service as it is now.
 *
 * @param pid 0 when it does not run
 * @param restarts how often it was started again by itself since it was last started by someone
 */
public record ServiceStatus(
    Receipt receipt,
    boolean installed,
    boolean running,
    long pid,
    Optional<Instant> since,
    int restarts)
    implements Reported {}
