package io.lotusflow.watch;

/** Colours, or none. */
public enum Paint {
  NONE,
  ANSI;

  private static final String RESET = "\u001b[0m";

  public String bold(String text) {
    return with("\u001b[1m", text);
  }

  String of(StepState state, String text) {
    return switch (state) {
      case DONE, ALREADY_SO, WOULD_DO -> with("\u001b[32m", text);
      case RUNNING -> with("\u001b[36m", text);
      case RETRYING, PARKED -> with("\u001b[33m", text);
      case FAILED, CANCELLED -> with("\u001b[31m", text);
      case WAITING, SKIPPED -> text;
    };
  }

  /** What a person must look at. */
  public String warning(String text) {
    return with("\u001b[33m", text);
  }

  private String with(String code, String text) {
    return this == ANSI ? code + text + RESET : text;
  }
}
