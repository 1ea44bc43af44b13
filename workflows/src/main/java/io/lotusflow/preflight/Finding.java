package io.lotusflow.preflight;

/**
 * One thing that was looked at.
 *
 * @param check stable id, such as {@code memory}; in English for scripts
 * @param seen what was seen, with figures
 * @param why why it matters; empty when all is well
 * @param fix one thing to do; empty when all is well
 */
public record Finding(Level level, String check, String seen, String why, String fix) {

  /** What a finding means for a procedure that is about to start. */
  public enum Level {
    OK,
    WARNING,
    /** Nothing is started. */
    REFUSE
  }
}
