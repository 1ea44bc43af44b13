package io.lotusflow.job;

import java.time.Instant;

/**
 * Who asks for a job (or for its end) and since when; orders starts and stops that overtake each
 * other.
 *
 * @param id the same for all attempts of one scheduled activity, different for a later one: a
 *     result is handed to the ask that wanted it, and never to a later one
 * @param since when the Temporal server scheduled it: both sides of a race carry the same clock
 */
public record JobAsk(String id, Instant since) {}
