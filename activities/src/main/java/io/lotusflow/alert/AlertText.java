package io.lotusflow.alert;

import io.lotusflow.alert.Alert.Event;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.process.Redactor;
import io.lotusflow.run.Scope;
import io.lotusflow.watch.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert in the operator's language: what happened, where, what to do now. */
final class AlertText {

  /** WeCom takes the fewest bytes of all. */
  private static final int MOST_BYTES = 2000;

  private final Scope scope;
  private final Alert alert;
  private final Language language;
  private final Messages words;

  AlertText(Scope scope, Alert alert) {
    this.scope = scope;
    this.alert = alert;
    this.language = scope.language();
    this.words = Messages.in(language, "alerts");
  }

  /** One line. */
  String title() {
    String first = alert.step().isEmpty() ? count() : step();
    return words.text(alert.event().name(), alert.subject(), first);
  }

  /** What happened; may be empty. */
  String seen() {
    if (alert.event() == Event.SKIPPED) {
      return words.text("SKIPPED." + alert.problem());
    }
    if (alert.event() == Event.SECTORS) {
      return sectors();
    }
    if (alert.event() == Event.HOST_AWAY) {
      return words.text("HOST_AWAY.seen", alert.arguments().toArray());
    }
    return alert.problem().isEmpty() ? alert.message() : trouble().seen(language);
  }

  /** What to do; may be empty. */
  String fix() {
    if (alert.event() == Event.HOST_AWAY) {
      return words.text("HOST_AWAY.fix", alert.arguments().toArray());
    }
    return alert.problem().isEmpty() || alert.event() == Event.SKIPPED
        ? ""
        : trouble().fix(language).orElse("");
  }

  /** All of it. Begins with our name, which a chat robot may ask for as its key word. */
  String whole() {
    List<String> lines = new ArrayList<>();
    lines.add("lotusflow: " + title());
    add(lines, seen());
    Optional.of(fix()).filter(fix -> !fix.isEmpty()).ifPresent(fix -> add(lines, "→ " + fix));
    lines.add(words.text("where", scope.node(), scope.host()));
    command().ifPresent(lines::add);
    return cut(Redactor.redact(String.join("\n", lines)));
  }

  private Optional<String> command() {
    return switch (alert.event()) {
      case TEST -> Optional.empty();
      case SKIPPED -> Optional.of("lotusflow schedule show " + alert.subject());
      case SECTORS -> Optional.of("lotusflow sector list");
      case HOST_AWAY -> Optional.of("lotusflow host list");
      default -> Optional.of("lotusflow run show " + alert.subject());
    };
  }

  /** A line for each reason: how many, and which. */
  private String sectors() {
    List<String> lines = new ArrayList<>();
    List<String> said = alert.arguments();
    for (int i = 1; i + 2 < said.size(); i += 3) {
      lines.add(words.text("SECTORS." + said.get(i), said.get(i + 1), said.get(i + 2)));
    }
    return String.join("\n", lines);
  }

  private Trouble trouble() {
    return new Trouble(alert.problem(), alert.message(), alert.arguments(), "", Optional.empty());
  }

  private String count() {
    return alert.arguments().isEmpty() ? "" : alert.arguments().get(0);
  }

  private String step() {
    Messages steps = Messages.in(language, "steps");
    return steps.has(alert.step()) ? steps.text(alert.step()) : alert.step();
  }

  private static void add(List<String> lines, String text) {
    if (!text.isBlank()) {
      lines.add(text.strip());
    }
  }

  private static String cut(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int left = MOST_BYTES - 3;
    for (int point : text.codePoints().toArray()) {
      left -= Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept + "…";
  }
}
