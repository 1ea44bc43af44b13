package io.lotusflow.watch;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.util.Locale;

/** What steps, states and progress are called in a reader's language. */
public final class StepWords {

  private static final int BAR = 12;

  private final Language language;
  private final Messages steps;

  public StepWords(Language language) {
    this.language = language;
    this.steps = Messages.in(language, "steps");
  }

  /** The name of a step; a step of another version of lotusflow shows as its type. */
  public String label(String type) {
    return steps.has(type) ? steps.text(type) : type;
  }

  public String state(StepState state) {
    return Messages.in(language, "cli").text("state." + state.key());
  }

  /** The state; with the host where a run has several. */
  public String state(Step step, RunView run) {
    return run.isSpread() && !step.host().isEmpty()
        ? state(step.state()) + " @" + step.host()
        : state(step.state());
  }

  /** What there is to say of a step besides its name and state, in one line; may be empty. */
  public String remark(Step step) {
    if (step.trouble().isPresent()) {
      String seen = oneLine(step.trouble().get().seen(language));
      return step.attempts() > 1 ? "#" + step.attempts() + ' ' + seen : seen;
    }
    return step.receipt()
        .map(receipt -> oneLine(Notes.in(language, receipt.note())))
        .or(() -> step.progress().map(StepWords::progress))
        .orElse("");
  }

  /** A bar where a share is known, and what is being done. */
  static String progress(JobProgress at) {
    String doing = oneLine(at.phase().isEmpty() ? at.lastLine() : at.phase());
    double share = at.total() > 0 ? 100.0 * at.done() / at.total() : at.percent();
    String counted = counted(at);
    String text = (counted + ' ' + doing).strip();
    return share < 0 ? text : bar(share) + ' ' + text;
  }

  private static String counted(JobProgress at) {
    if (at.done() <= 0 && at.total() <= 0) {
      return "";
    }
    if (at.unit().equals("bytes")) {
      return at.total() > 0
          ? new ByteSize(at.done()) + "/" + new ByteSize(at.total())
          : new ByteSize(at.done()).toString();
    }
    return (at.total() > 0 ? at.done() + "/" + at.total() : "" + at.done()) + ' ' + at.unit();
  }

  private static String bar(double share) {
    double shown = Math.max(0, Math.min(100, share));
    int full = (int) Math.round(shown * BAR / 100);
    return '['
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + String.format(Locale.ROOT, "] %2.0f%%", shown);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
