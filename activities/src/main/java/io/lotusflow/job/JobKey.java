package io.lotusflow.job;

import io.lotusflow.files.Sha256;
import java.util.Arrays;
import java.util.List;

/**
 * What makes two starts the same job: the same step of the same workflow with the same inputs.
 *
 * @param owner id of the workflow
 * @param step type of the activity
 * @param inputs what the step was given, as a short digest
 */
public record JobKey(String owner, String step, String inputs) {
  public JobKey {
    if (owner.isBlank() || step.isBlank() || inputs.isBlank()) {
      throw new IllegalArgumentException(
          "a job key needs owner, step and inputs: " + List.of(owner, step, inputs));
    }
  }

  /** The key of a step that is the same as long as {@code inputs} print the same. */
  public static JobKey of(String owner, String step, Object... inputs) {
    return new JobKey(owner, step, digest(Arrays.toString(inputs)));
  }

  /** Readable, unique, and fit to be the name of a folder or of a unit. */
  public String name() {
    return safe(owner) + '.' + safe(step) + '.' + safe(inputs);
  }

  /**
   * Letters, digits, dash and underscore stay; a digest keeps apart what else would fall together.
   */
  static String safe(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9_-]", "_");
    safe = safe.substring(0, Math.min(safe.length(), 60));
    return safe.equals(text) ? safe : safe + '-' + digest(text);
  }

  static String digest(String text) {
    return Sha256.hex(text).substring(0, 10);
  }
}
