package io.lotusflow.watch;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in a step or a run, before it is put into anybody's language.
 *
 * @param type a problem's name, or the type of a failure that is none of ours
 * @param message in English, as the failure itself says it
 * @param logTail last lines of the step's log; may be empty
 * @param cure empty where the failure is none of ours
 */
public record Trouble(
    String type,
    String message,
    List<String> arguments,
    String logTail,
    Optional<Problem.Cure> cure) {

  private static final String BUNDLE = "problems";

  public Trouble {
    arguments = List.copyOf(arguments);
  }

  /** What somebody gave as the reason for ending a run from outside. */
  static Trouble terminated(String reason) {
    return new Trouble("TERMINATED", reason, List.of(), "", Optional.empty());
  }

  public static Trouble of(Attention attention) {
    String message = String.join(" ", attention.arguments());
    return new Trouble(
        attention.problem(),
        message.isEmpty() ? attention.problem() : message,
        attention.arguments(),
        attention.logTail(),
        Optional.empty());
  }

  /**
   * What was attempted and what came back. The server cuts the details of a failure that is still
   * retried; then its English message has to do.
   */
  public String seen(Language language) {
    return text(language, ".seen").filter(text -> !text.contains("{0}")).orElse(message);
  }

  /** What to do now, where the problem is a known one. */
  public Optional<String> fix(Language language) {
    return text(language, ".fix");
  }

  private Optional<String> text(Language language, String part) {
    Messages words = Messages.in(language, BUNDLE);
    String key = type + part;
    return words.has(key) ? Optional.of(words.text(key, arguments.toArray())) : Optional.empty();
  }
}
