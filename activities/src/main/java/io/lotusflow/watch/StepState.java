package io.lotusflow.watch;

import io.lotusflow.run.Receipt;
import java.util.Locale;

/** Where a step stands, as people see it. The keys are part of the JSON output: never rename. */
public enum StepState {
  /** Handed out, but no worker of its host has taken it yet. */
  WAITING("·"),
  RUNNING("▸"),
  /** Failed, and will be tried again by itself. */
  RETRYING("↻"),
  /** Waits for a person. */
  PARKED("!"),
  DONE("✔"),
  ALREADY_SO("="),
  WOULD_DO("+"),
  SKIPPED("-"),
  FAILED("✘"),
  CANCELLED("✘");

  private final String mark;

  StepState(String mark) {
    this.mark = mark;
  }

  /** One column wide. */
  public String mark() {
    return mark;
  }

  /** As in JSON: {@code already-so}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether nothing more will happen to the step by itself. */
  public boolean ended() {
    return this != WAITING && this != RUNNING && this != RETRYING && this != PARKED;
  }

  static StepState of(Receipt receipt) {
    return switch (receipt.outcome()) {
      case ALREADY_SO -> ALREADY_SO;
      case DONE -> DONE;
      case WOULD_DO -> WOULD_DO;
      case SKIPPED -> SKIPPED;
    };
  }
}
