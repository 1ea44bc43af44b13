package io.lotusflow.run;

/** Where workers listen: one queue for workflows, one per host for activities ({@link HostId}). */
public final class TaskQueues {

  /** Workflows run on any host. */
  public static final String WORKFLOWS = "lotusflow";

  private TaskQueues() {}
}
