package io.lotusflow.preflight;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.preflight.Finding.Level;

/** Findings in the operator's language: {@code KEY.seen}, {@code KEY.why}, {@code KEY.fix}. */
public final class Words {
  private final Messages messages;

  /**
   * @param bundle its name
   */
  public Words(Language language, String bundle) {
    this.messages = Messages.in(language, bundle);
  }

  /** All is well: the text {@code CHECK.ok}. */
  public Finding ok(String check, Object... arguments) {
    return new Finding(Level.OK, check, messages.text(check + ".ok", arguments), "", "");
  }

  /** All is well because there is nothing: the text {@code CHECK.none}. */
  Finding none(String check) {
    return new Finding(Level.OK, check, messages.text(check + ".none"), "", "");
  }

  public Finding warning(String check, String key, Object... arguments) {
    return finding(Level.WARNING, check, key, arguments);
  }

  public Finding refuse(String check, String key, Object... arguments) {
    return finding(Level.REFUSE, check, key, arguments);
  }

  public Finding finding(Level level, String check, String key, Object... arguments) {
    return new Finding(
        level,
        check,
        messages.text(key + ".seen", arguments),
        messages.text(key + ".why", arguments),
        messages.text(key + ".fix", arguments));
  }

  /** What was seen in one text, {@code KEY.seen}, and what it means in another. */
  public Finding explained(
      Level level, String check, String key, String meaning, Object... arguments) {
    return new Finding(
        level,
        check,
        messages.text(key + ".seen", arguments),
        messages.text(meaning + ".why"),
        messages.text(meaning + ".fix"));
  }
}
