package io.lotusflow.crash;

import io.temporal.api.common.v1.WorkflowExecution;

/**
 * A step that was scheduled.
 *
 * @param name unique within its procedure: {@code miner Storage.Attach 2}
 * @param type as in {@code Build.Compile}
 */
public record StepAtWork(
    String name, String type, WorkflowExecution run, String activityId, long scheduled) {}
