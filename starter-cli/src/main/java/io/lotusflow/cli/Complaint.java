package io.lotusflow.cli;

/** An error as people get it: what was attempted, what came back, what to do now. */
final class Complaint extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exit;
  private final String attempted;
  private final String cameBack;
  private final String todo;

  /**
   * All texts are in the reader's language already.
   *
   * @param exit of {@link Exit}
   */
  Complaint(int exit, String attempted, String cameBack, String todo) {
    super(attempted + ": " + cameBack);
    this.exit = exit;
    this.attempted = attempted;
    this.cameBack = cameBack;
    this.todo = todo;
  }

  int exit() {
    return exit;
  }

  String attempted() {
    return attempted;
  }

  String cameBack() {
    return cameBack;
  }

  String todo() {
    return todo;
  }
}
