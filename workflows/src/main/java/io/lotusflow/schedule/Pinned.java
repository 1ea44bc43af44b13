package io.lotusflow.schedule;

import java.time.Instant;

/**
 * From what a schedule's plan was made; it is not read again when the schedule runs.
 *
 * @param settings absolute path of the file on the host where the schedule was created
 * @param fingerprint of the plan: differs when a setting that the procedure uses differs
 */
public record Pinned(String settings, String fingerprint, Instant at) {}
