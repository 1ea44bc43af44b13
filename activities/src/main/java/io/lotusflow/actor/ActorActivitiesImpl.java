package io.lotusflow.actor;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MessageReceipt;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.lotus.UnsignedMessage;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Messages to a miner actor over the daemon's API. */
public final class ActorActivitiesImpl implements ActorActivities {
  private static final int CONFIDENCE = 5;

  private final Path messages;
  private final Consumer<JobProgress> pulse;
  private final Supplier<Run> run;

  /**
   * @param messages the folder in which messages lie that are being sent
   */
  public ActorActivitiesImpl(Path messages, Consumer<JobProgress> pulse) {
    this(messages, pulse, Run::ofThisActivity);
  }

  ActorActivitiesImpl(Path messages, Consumer<JobProgress> pulse, Supplier<Run> run) {
    this.messages = messages;
    this.pulse = pulse;
    this.run = run;
  }

  /** Whose message it is. */
  record Run(String workflowId, String runId) {
    static Run ofThisActivity() {
      ActivityInfo info = Activity.getExecutionContext().getInfo();
      return new Run(info.getWorkflowId(), info.getWorkflowRunId());
    }
  }

  @Override
  public ActorLook look(ActorPlan plan) {
    return RpcFailed.named(() -> look(plan, FullNode.at(plan.node())));
  }

  private static ActorLook look(ActorPlan plan, FullNode node) {
    String actor = MinerApi.at(plan.miner()).actor();
    ActorChange change = new ActorChange(plan, node, actor);
    List<String> lines = change.lines();
    MinerInfo info = change.info();
    String proposed = plan.act() == ActorPlan.Act.WORKER ? info.newWorker().orElse("") : "";
    Receipt receipt =
        lines.isEmpty()
            ? Receipt.alreadySo(proposed.isEmpty() ? "nothing to change" : "proposed: " + proposed)
            : plan.scope().dryRun()
                ? Receipt.wouldDo(String.join("; ", lines))
                : Receipt.done(String.join("; ", lines));
    return new ActorLook(
        receipt, actor, lines, change.sender(), proposed, left(node, info.changeEpoch()));
  }

  private static Duration left(FullNode node, long epoch) {
    long blocks = Math.max(0, epoch - node.head().height());
    return node.version().blockDelay().multipliedBy(blocks);
  }

  @Override
  public Receipt send(ActorPlan plan, ActorLook look) {
    return RpcFailed.named(
        () -> {
          FullNode node = FullNode.at(plan.node());
          Receipt receipt = send(plan, look, node, plan.act().name(), ActorChange::message);
          requireChanged(plan, node, look.actor());
          return receipt;
        });
  }

  @Override
  public Receipt confirmWorker(ActorPlan plan, ActorLook look) {
    return RpcFailed.named(
        () -> {
          FullNode node = FullNode.at(plan.node());
          Receipt receipt = send(plan, look, node, "confirm", ActorChange::confirmation);
          String now = node.minerInfo(look.actor()).worker();
          if (!now.equals(look.proposed())) {
            throw ActorProblem.ACTOR_NOT_CHANGED.because(look.actor(), "worker " + now);
          }
          return receipt;
        });
  }

  private Receipt send(
      ActorPlan plan,
      ActorLook look,
      FullNode node,
      String what,
      BiFunction<ActorChange, String, UnsignedMessage> message) {
    return send(
        node,
        () -> {
          ActorChange change = new ActorChange(plan, node, look.actor());
          return draft(node, look, key -> message.apply(change, key));
        },
        nameOf(plan, what));
  }

  private static void requireChanged(ActorPlan plan, FullNode node, String actor) {
    if (plan.act() != ActorPlan.Act.WITHDRAW) {
      List<String> left = new ActorChange(plan, node, actor).lines();
      if (!left.isEmpty()) {
        throw ActorProblem.ACTOR_NOT_CHANGED.because(actor, String.join("; ", left));
      }
    }
  }

  private String nameOf(ActorPlan plan, String what) {
    return "%s-%s-%s"
        .formatted(plan.scope().node(), what.toLowerCase(Locale.ROOT), run.get().runId());
  }

  private interface Draft {
    UnsignedMessage from(String key);
  }

  private static UnsignedMessage draft(FullNode node, ActorLook look, Draft draft) {
    requireTodaysHead(node);
    String key = keyOf(node, look, draft);
    if (node.balance(key).equals(AttoFil.ZERO)) {
      throw ActorProblem.ACTOR_NO_FUNDS.because(key, AttoFil.ZERO);
    }
    return draft.from(key);
  }

  /** A contract has no key: somebody proposes the message to it, and the run looks again. */
  private static String keyOf(FullNode node, ActorLook look, Draft draft) {
    try {
      return node.accountKey(look.sender());
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED && failed.said().contains("not account")) {
        UnsignedMessage wanted = draft.from(look.sender());
        throw ActorProblem.ACTOR_OWNER_IS_CONTRACT.because(
            look.sender(),
            "lotus msig propose --from=SIGNER %s %s 0 %d %s"
                .formatted(
                    look.sender(),
                    look.actor(),
                    wanted.method(),
                    HexFormat.of().formatHex(Base64.getDecoder().decode(wanted.params()))));
      }
      throw failed;
    }
  }

  private static void requireTodaysHead(FullNode node) {
    TipSet head = node.head();
    if (node.isBehind(head, Instant.now())) {
      throw ActorProblem.ACTOR_NODE_NOT_SYNCED.because(head.height());
    }
  }

  private Receipt send(FullNode node, Supplier<UnsignedMessage> draft, String name) {
    Instant began = Instant.now();
    Sending sending =
        new Sending(
            node,
            messages,
            run.get().workflowId(),
            name,
            CONFIDENCE,
            () -> pulse.accept(JobProgress.of("waits for the message", 0, began)));
    MessageReceipt receipt = sending.send(draft);
    return Receipt.done(
        "message %s, exit code 0, at height %d".formatted(receipt.message(), receipt.height()));
  }
}
