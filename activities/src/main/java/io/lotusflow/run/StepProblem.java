package io.lotusflow.run;

/** Trouble that no package foresaw. */
public enum StepProblem implements Problem {
  /** Class and message of the exception. */
  UNEXPECTED(Cure.OPERATOR);

  private final Cure cure;

  StepProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
