package io.lotusflow.watch;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Receipt;
import java.util.ArrayList;
import java.util.List;

/** A dry run as a plan: what each step would do, with its real commands. */
public final class PlanText {

  private static final int LABEL = 34;

  private final StepWords words;
  private final Messages cli;

  public PlanText(StepWords words, Language language) {
    this.words = words;
    this.cli = Messages.in(language, "cli");
  }

  /** One element per line. Commands are never cut, so that they can be copied. */
  public List<String> lines(RunView run) {
    List<String> lines = new ArrayList<>();
    String node = run.id().substring(run.id().lastIndexOf('/') + 1);
    lines.add(cli.text("plan.head", run.procedure(), node));
    int number = 0;
    String group = "";
    for (Step step : run.stepsByPart()) {
      if (!step.procedure().equals(group)) {
        group = step.procedure();
        lines.add(group);
      }
      number++;
      lines.add(line(number, step, run));
      step.receipt().map(Receipt::commands).orElse(List.of()).stream()
          .map(command -> "       $ " + command)
          .forEach(lines::add);
    }
    long open = run.steps().stream().filter(s -> s.state() == StepState.WOULD_DO).count();
    lines.add(cli.text("plan.foot", number, number - open, open));
    return lines;
  }

  private String line(int number, Step step, RunView run) {
    String remark = words.remark(step);
    return Columns.right(Integer.toString(number), 4)
        + ' '
        + Columns.fit(words.label(step.type()), LABEL)
        + ' '
        + words.state(step, run)
        + (remark.isEmpty() ? "" : ": " + remark);
  }
}
