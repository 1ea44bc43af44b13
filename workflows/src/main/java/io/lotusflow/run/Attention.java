package io.lotusflow.run;

import java.time.Instant;
import java.util.List;

/**
 * A run that waits for a person; kept in the root's memo under {@link RunMemo#ATTENTION}, so that
 * it can be read when no worker is up.
 *
 * @param workflowId the parked workflow, to which the operator's word is sent
 * @param step type of the parked step, or of the one that is to be approved
 * @param problem a {@link Problem}'s name, or the failure's type where it is none of ours
 * @param arguments of the problem's texts
 * @param logTail last lines of the step's log; may be empty
 */
public record Attention(
    Kind kind,
    String workflowId,
    String step,
    String problem,
    List<String> arguments,
    String logTail,
    Instant since,
    boolean skippable) {

  /** What is asked of the person. */
  public enum Kind {
    /** A step failed: mend it and resume, or skip, or abort. */
    PARKED,
    /** Something destructive or costly comes next: approve or abort. */
    APPROVAL
  }

  public Attention {
    arguments = List.copyOf(arguments);
  }
}
