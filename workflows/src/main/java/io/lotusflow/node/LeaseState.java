package io.lotusflow.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who has a node and who waits for it, first come first. The lease's memo, under {@link #MEMO}. */
public record LeaseState(Optional<LeaseHolder> holder, List<LeaseHolder> waiting) {

  /** Key in the memo of the lease's workflow. */
  public static final String MEMO = "lease";

  public static final LeaseState FREE = new LeaseState(Optional.empty(), List.of());

  public LeaseState {
    waiting = List.copyOf(waiting);
  }

  public boolean isHeldBy(LeaseHolder run) {
    return holder.filter(run::isSameRun).isPresent();
  }

  public boolean isFree() {
    return holder.isEmpty() && waiting.isEmpty();
  }

  /** Asking twice counts once. */
  LeaseState askedBy(LeaseHolder run) {
    if (isHeldBy(run) || waiting.stream().anyMatch(run::isSameRun)) {
      return this;
    }
    List<LeaseHolder> more = new ArrayList<>(waiting);
    more.add(run);
    return new LeaseState(holder, more).granted();
  }

  LeaseState givenUpBy(LeaseHolder run) {
    List<LeaseHolder> rest = waiting.stream().filter(other -> !other.isSameRun(run)).toList();
    return new LeaseState(holder.filter(other -> !other.isSameRun(run)), rest).granted();
  }

  private LeaseState granted() {
    return holder.isPresent() || waiting.isEmpty()
        ? this
        : new LeaseState(Optional.of(waiting.get(0)), waiting.subList(1, waiting.size()));
  }
}
