package io.lotusflow.run;

import java.util.List;

/**
 * What a step did, or found done, or (in a dry run) would do.
 *
 * @param commands the real commands, as an operator could type them; never with a secret
 * @param note one line for people, with figures; may be empty
 */
public record Receipt(Outcome outcome, List<String> commands, String note) implements Reported {

  /** The names are stored in histories: add, never rename. */
  public enum Outcome {
    ALREADY_SO,
    DONE,
    WOULD_DO,
    SKIPPED
  }

  public Receipt {
    commands = List.copyOf(commands);
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
