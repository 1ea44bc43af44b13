package io.lotusflow.process;

/**
 * What a short command left behind.
 *
 * @param stdout as UTF-8; only its end if it was very long
 * @param truncated whether something of stdout or stderr was dropped
 */
public record Output(int exit, String stdout, String stderr, boolean truncated) {
  /** The only line, or the first: what most commands answer with. */
  public String line() {
    return stdout.lines().findFirst().orElse("").strip();
  }
}
