package io.lotusflow.lotus;

/**
 * How far the daemon's sync workers are; all zero when none is at work.
 *
 * @param workers how many there are
 * @param height the highest any of them is at
 * @param target the highest any of them wants to reach
 * @param messagesApplied messages validated since the daemon started
 */
public record SyncProgress(int workers, long height, long target, long messagesApplied) {}
