package io.lotusflow.fleet;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps what it is told, by signals alone: it never waits for a host. */
public final class HostWorkflowImpl implements HostWorkflow {

  private HostRecord record;
  private Optional<HostRecord> published = Optional.empty();

  /** Before the first signal is heard, which comes with the start. */
  @WorkflowInit
  public HostWorkflowImpl(HostRecord before) {
    record = before;
  }

  @Override
  public void serve(HostRecord before) {
    while (true) {
      publish();
      Workflow.await(() -> !isPublished() || isLongEnough());
      if (isLongEnough()) {
        Workflow.newContinueAsNewStub(HostWorkflow.class).serve(record);
      }
    }
  }

  private static boolean isLongEnough() {
    return Workflow.getInfo().isContinueAsNewSuggested();
  }

  private boolean isPublished() {
    return published.filter(record::equals).isPresent();
  }

  private void publish() {
    if (isPublished()) {
      return;
    }
    published = Optional.of(record);
    Workflow.upsertMemo(Map.of(HostRecord.MEMO, record));
    Workflow.setCurrentDetails(inWords());
  }

  private String inWords() {
    HostFacts facts = record.facts();
    return "**%s** (%s) · lotusflow %s%s%s"
        .formatted(
            facts.name(),
            facts.id(),
            facts.lotusflow(),
            record.awaySince().map(since -> " · away since " + since).orElse(""),
            record.removed() ? " · removed" : "");
  }

  @Override
  public void told(HostFacts facts) {
    record = HostRecord.of(facts);
  }

  @Override
  public void clockAsked(String by) {
    // The server has written down when.
  }

  @Override
  public void seenAway(Optional<Instant> since) {
    record = record.seenAway(since);
  }

  @Override
  public void removed() {
    record = record.asRemoved();
  }
}
