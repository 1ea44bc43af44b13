package io.lotusflow.run;

import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes attention known at the root of a tree of runs: in its memo, for {@code status}, and in a
 * search attribute, for lists and the UI. A child tells its root by a signal.
 */
final class RootNotices implements Parking.Notices, RunAttention {

  private final Consumer<Optional<Attention>> shown;

  /** By parked workflow, oldest first: with several, the first one is shown until it is settled. */
  private final Map<String, Attention> raised = new LinkedHashMap<>();

  /**
   * @param shown hears what is to be seen in the UI now
   */
  RootNotices(Consumer<Optional<Attention>> shown) {
    this.shown = shown;
  }

  @Override
  public void raised(Attention attention) {
    tell(Optional.of(attention));
  }

  @Override
  public void cleared() {
    tell(Optional.empty());
  }

  private void tell(Optional<Attention> attention) {
    String me = Workflow.getInfo().getWorkflowId();
    Notice notice = new Notice(me, attention);
    attention(notice);
    Optional<String> root = Workflow.getInfo().getRootWorkflowId().filter(id -> !id.equals(me));
    root.ifPresent(id -> Workflow.newUntypedExternalWorkflowStub(id).signal("attention", notice));
  }

  @Override
  public void attention(Notice notice) {
    notice
        .attention()
        .ifPresentOrElse(
            parked -> raised.put(notice.workflowId(), parked),
            () -> raised.remove(notice.workflowId()));
    Optional<Attention> first = raised.values().stream().findFirst();
    shown.accept(first);
    Map<String, Object> memo = new LinkedHashMap<>();
    memo.put(RunMemo.ATTENTION, first.orElse(null));
    Workflow.upsertMemo(memo);
    Workflow.upsertTypedSearchAttributes(
        first
            .map(a -> SearchAttributes.ATTENTION.valueSet(a.kind().name().toLowerCase(Locale.ROOT)))
            .orElseGet(SearchAttributes.ATTENTION::valueUnset));
  }
}
