package io.lotusflow.run;

import java.util.List;

/**
 * What a step did, or found done, or (in a dry run) would do.
 *
 * @param commands the real commands, as an operator could type them; never with a secret
 * @param note one line for people, with figures; may be empty
 * @param undo commands that take it back, where there are any; older receipts have none
 */
public record Receipt(Outcome outcome, List<String> commands, String note, List<String> undo)
    implements Reported {

  /** The names are stored in histories: add, never rename. */
  public enum Outcome {
    ALREADY_SO,
    DONE,
    WOULD_DO,
    SKIPPED
  }

  public Receipt {
    commands = List.copyOf(commands);
    undo = undo == null ? List.of() : List.copyOf(undo);
  }

  public Receipt(Outcome outcome, List<String> commands, String note) {
    this(outcome, commands, note, List.of());
  }

  /** The same, with the way back; one command each, as an operator could type it. */
  public Receipt undoneBy(String... back) {
    return new Receipt(outcome, commands, note, List.of(back));
  }

  public static Receipt alreadySo(String note) {
    return new Receipt(Outcome.ALREADY_SO, List.of(), note);
  }

  public static Receipt done(String note, String... commands) {
    return new Receipt(Outcome.DONE, List.of(commands), note);
  }

  public static Receipt wouldDo(String note, String... commands) {
    return new Receipt(Outcome.WOULD_DO, List.of(commands), note);
  }

  @Override
  public Receipt receipt() {
    return this;
  }
}
