package io.lotusflow.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A workflow that does not go on, because its task fails each time a worker takes it. The server
 * tries for ever, more and more seldom, and neither parks nor ends it.
 *
 * @param workflowId of it
 * @param run id of the run that it is a part of, or its own
 * @param since when the first of these failures was
 * @param cause in the server's words, as in {@code NON_DETERMINISTIC_ERROR}
 * @param message what the worker said, one line in English
 */
public record Stuck(String workflowId, String run, Instant since, String cause, String message) {

  /** As a problem, which has words in each language. */
  public Trouble trouble() {
    return new Trouble("STUCK", message, List.of(workflowId, message, cause), "", Optional.empty());
  }
}
