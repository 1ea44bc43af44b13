package io.lotusflow.preflight;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.preflight.Finding.Level;

/** Findings in the operator's language: {@code KEY.seen}, {@code KEY.why}, {@code KEY.fix}. */
final class Words {
  private final Messages messages;

  Words(Language language) {
    this.messages = Messages.in(language, "preflight");
  }

  /** All is well: the text {@code CHECK.ok}. */
  Finding ok(String check, Object... arguments) {
    return new Finding(Level.OK, check, messages.text(check + ".ok", arguments), "", "");
  }

  /** All is well because there is nothing: the text {@code CHECK.none}. */
  Finding none(String check) {
    return new Finding(Level.OK, check, messages.text(check + ".none"), "", "");
  }

  Finding warning(String check, String key, Object... arguments) {
    return finding(Level.WARNING, check, key, arguments);
  }

  Finding refuse(String check, String key, Object... arguments) {
    return finding(Level.REFUSE, check, key, arguments);
  }

  Finding finding(Level level, String check, String key, Object... arguments) {
    return new Finding(
        level,
        check,
        messages.text(key + ".seen", arguments),
        messages.text(key + ".why", arguments),
        messages.text(key + ".fix", arguments));
  }
}
