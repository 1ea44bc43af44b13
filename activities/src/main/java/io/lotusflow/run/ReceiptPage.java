package io.lotusflow.run;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.process.Redactor;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.Notes;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A receipt as people read it: Markdown, in their language, times in their zone. */
public final class ReceiptPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");

  private final RunReceipt receipt;
  private final Language language;
  private final ZoneId zone;
  private final Messages words;
  private final Messages steps;

  public ReceiptPage(RunReceipt receipt, Language language, ZoneId zone) {
    this.receipt = receipt;
    this.language = language;
    this.zone = zone;
    this.words = Messages.in(language, "receipts");
    this.steps = Messages.in(language, "steps");
  }

  /** The whole page, one element per line. */
  public List<String> lines() {
    RunView run = receipt.run();
    List<String> lines = new ArrayList<>();
    lines.add("# " + run.id() + " – " + ending());
    lines.add("");
    facts().forEach(fact -> lines.add("- " + fact));
    section(lines, "changes", changes());
    section(lines, "steps", table());
    section(lines, "undo", undo());
    section(lines, "plan", plan());
    return lines.stream().map(Redactor::redact).toList();
  }

  /** What the table of steps does not tell; one element per line. */
  public List<String> facts() {
    RunView run = receipt.run();
    List<String> facts = new ArrayList<>();
    run.background()
        .asked()
        .ifPresent(asked -> facts.add(words.text("asked", asked.by(), asked.command())));
    facts.add(words.text("began", time(run.started())));
    run.closed()
        .ifPresent(end -> facts.add(words.text("ended", time(end), Elapsed.text(run.took(end)))));
    why().ifPresent(facts::add);
    if (receipt.bytes() > 0) {
      facts.add(words.text("bytes", new ByteSize(receipt.bytes())));
    }
    facts.add(words.text("retries", receipt.retries(), run.background().crashes()));
    receipt
        .downtime()
        .ifPresent(
            away ->
                facts.add(
                    words.text(
                        "downtime", Elapsed.text(away.silent()), Elapsed.text(away.stale()))));
    return facts;
  }

  /** How to take it back: commands, and what is to be said of that procedure. */
  public List<String> undo() {
    List<String> lines = new ArrayList<>();
    receipt.undo().forEach(command -> lines.add("    " + command));
    String general = "undo." + receipt.run().background().type();
    if (words.has(general) && !receipt.changes().isEmpty()) {
      lines.add(words.text(general));
    }
    return lines;
  }

  private String ending() {
    RunView run = receipt.run();
    if (run.background().skipped().isPresent()) {
      return words.text("skipped");
    }
    boolean aborted = run.trouble().filter(t -> t.type().equals(Aborted.TYPE)).isPresent();
    return words.text(aborted ? "aborted" : run.status().key());
  }

  private Optional<String> why() {
    RunView run = receipt.run();
    return run.background()
        .skipped()
        .map(
            skipped ->
                Messages.in(language, "skips")
                    .text(skipped.why().name(), skipped.arguments().toArray()))
        .or(() -> run.trouble().map(trouble -> trouble.seen(language)))
        .map(text -> words.text("why", text.replace('\n', ' ')));
  }

  private List<String> changes() {
    List<String> lines = new ArrayList<>();
    for (Step step : receipt.changes()) {
      String note = step.receipt().map(r -> Notes.in(language, r.note())).orElse("");
      lines.add("- " + label(step) + (note.isEmpty() ? "" : ": " + note.replace('\n', ' ')));
      step.receipt().map(Receipt::commands).orElse(List.of()).stream()
          .map(command -> "      $ " + command)
          .forEach(lines::add);
    }
    return lines;
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(words.text("table"));
    lines.add("|---|---|---|---|---|");
    receipt.run().steps().forEach(step -> lines.add(row(step)));
    return lines;
  }

  private String row(Step step) {
    Instant end = receipt.run().closed().orElse(step.started());
    String state = steps.text("state." + step.state());
    return "| %s | %s | %s | %s | %d |"
        .formatted(
            step.procedure(), label(step), state, Elapsed.text(step.took(end)), step.attempts());
  }

  private List<String> plan() {
    String json = receipt.run().background().plan().toPrettyString();
    return json.isBlank() ? List.of() : List.of("```json", json, "```");
  }

  private void section(List<String> lines, String title, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add("## " + words.text("section." + title));
      lines.add("");
      lines.addAll(content);
    }
  }

  private String label(Step step) {
    return steps.has(step.type()) ? steps.text(step.type()) : step.type();
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }
}
