package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;

/** For workflows: says that this run did nothing, and why. */
public final class Skips {

  private Skips() {}

  /** Keeps the reason in the run's memo, for lists, and gives the receipt that has it in words. */
  public static Receipt say(Skipped why, Language language) {
    Workflow.upsertMemo(Map.of(RunMemo.SKIPPED, why));
    String note = Messages.in(language, "skips").text(why.why().name(), why.arguments().toArray());
    return new Receipt(Receipt.Outcome.SKIPPED, List.of(), note);
  }
}
