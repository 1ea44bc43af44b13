package io.lotusflow.job;

/**
 * Which jobs to end.
 *
 * @param owner id of the workflow whose activity started them
 * @param step type of that activity, as Temporal knows it: {@code BuildLotus}
 */
public record StopJobs(String owner, String step) {
  public StopJobs {
    if (owner.isBlank() || step.isBlank()) {
      throw new IllegalArgumentException(
          "owner and step must be given, got \"" + owner + "\" and \"" + step + '"');
    }
  }
}
