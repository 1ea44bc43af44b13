package io.lotusflow.crash;

import java.time.Duration;

/**
 * Whom to kill at a step.
 *
 * @param into how long the step is left at work before
 */
public record Aim(Victim victim, Duration into) {}
