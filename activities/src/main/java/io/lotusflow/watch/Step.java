package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.job.JobProgress;
import io.lotusflow.run.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a run as it stands.
 *
 * @param workflowId of the procedure that the step belongs to
 * @param host whose worker does it; empty where the run is not one of ours
 * @param type as Temporal knows it, such as {@code Build.Compile}
 * @param attempts how often it was begun
 * @param progress of the job that runs now
 * @param receipt what it did, once it has ended well
 * @param trouble why it failed the last time, while it has not ended well
 * @param result what it gave to the next step; JSON missing until it has ended well
 */
public record Step(
    String workflowId,
    String host,
    String type,
    StepState state,
    Instant started,
    Optional<Instant> ended,
    int attempts,
    Optional<JobProgress> progress,
    Optional<Receipt> receipt,
    Optional<Trouble> trouble,
    JsonNode result) {

  /** From its beginning to its end, or until now. */
  public Duration took(Instant now) {
    return Duration.between(started, ended.orElse(now));
  }

  /** The part of the workflow id that names the procedure: {@code build} of install/node/build. */
  public String procedure() {
    return procedure(workflowId);
  }

  /**
   * The schedule's run of a procedure is called as the procedure itself. A procedure alone is
   * {@code <procedure>/<node>}, a part of one is {@code <parent>/<procedure>}.
   */
  static String procedure(String workflowId) {
    String[] parts = workflowId.replaceFirst("^(dry-run|scheduled)/", "").split("/", -1);
    return parts.length <= 2 ? parts[0] : parts[parts.length - 1];
  }
}
