/**
 * Detached jobs: started or attached to, followed, stopped; they outlive the worker.
 *
 * <p>A job is a folder, {@code jobs/OWNER/STEP/INPUTS/ATTEMPT}, with the command, the names of its
 * environment, the identity of its leading process, its log and, at the end, its exit code; and a
 * lock that its whole process tree holds.
 */
package io.lotusflow.job;
