package io.lotusflow.run;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The steps of a workflow that hosts have in hand, and what was heard of those hosts. */
final class HostCalls implements HostNotices {

  private final Consumer<Optional<HostAway>> shown;
  private final List<Call> open = new ArrayList<>();

  /** By task queue. */
  private final Map<String, HostAway> away = new LinkedHashMap<>();

  /** By task queue: hosts that nobody expects back. */
  private final Map<String, Removed> gone = new LinkedHashMap<>();

  /** At the root of a tree: by workflow. */
  private final Map<String, HostAway> waiting = new LinkedHashMap<>();

  private Optional<HostAway> told = Optional.empty();

  /** One attempt of a step. */
  static final class Call {
    private final String queue;
    private final CancellationScope scope;
    private Optional<HostNotices.Removed> removed = Optional.empty();

    private Call(String queue, CancellationScope scope) {
      this.queue = queue;
      this.scope = scope;
    }

    /** Set if it ended because its host belongs to the cluster no more. */
    Optional<HostNotices.Removed> removed() {
      return removed;
    }
  }

  /**
   * @param shown hears for whom is waited now
   */
  HostCalls(Consumer<Optional<HostAway>> shown) {
    this.shown = shown;
  }

  /**
   * A host is given a step.
   *
   * @param scope in which it was given, alone
   */
  Call opened(String queue, CancellationScope scope) {
    Call call = new Call(String.valueOf(queue), scope);
    open.add(call);
    if (gone.containsKey(call.queue)) {
      end(call, gone.get(call.queue));
    }
    tell();
    return call;
  }

  private static void end(Call call, Removed host) {
    call.removed = Optional.of(host);
    call.scope.cancel("host " + host.host() + " was removed");
  }

  /** Somebody says that the host is back, or will be. */
  void expect(String queue) {
    gone.remove(String.valueOf(queue));
  }

  /** Whether nothing can be asked of that host any more. */
  boolean isGone(String queue) {
    return gone.containsKey(String.valueOf(queue));
  }

  void closed(Call call) {
    open.remove(call);
    tell();
  }

  @Override
  public void hostAway(HostAway host) {
    if (host.since().isPresent()) {
      away.put(host.host().taskQueue(), host);
    } else {
      away.remove(host.host().taskQueue());
    }
    tell();
  }

  @Override
  public void hostRemoved(Removed host) {
    away.remove(host.host().taskQueue());
    gone.put(host.host().taskQueue(), host);
    List.copyOf(open).stream()
        .filter(call -> call.queue.equals(host.host().taskQueue()))
        .forEach(call -> end(call, host));
    tell();
  }

  /** Says nothing twice, and nothing at all where no host was ever away. */
  private void tell() {
    Optional<HostAway> now =
        open.stream().map(call -> away.get(call.queue)).filter(host -> host != null).findFirst();
    if (now.equals(told)) {
      return;
    }
    told = now;
    String me = Workflow.getInfo().getWorkflowId();
    Waiting part = new Waiting(me, now);
    partWaits(part);
    Optional<String> root = Workflow.getInfo().getRootWorkflowId().filter(id -> !id.equals(me));
    root.ifPresent(id -> Workflow.newUntypedExternalWorkflowStub(id).signal("partWaits", part));
  }

  @Override
  public void partWaits(Waiting part) {
    part.host()
        .ifPresentOrElse(
            host -> waiting.put(part.workflowId(), host), () -> waiting.remove(part.workflowId()));
    Optional<HostAway> first = waiting.values().stream().findFirst();
    shown.accept(first);
    Map<String, Object> memo = new LinkedHashMap<>();
    memo.put(RunMemo.WAITS_FOR, first.orElse(null));
    Workflow.upsertMemo(memo);
  }
}
