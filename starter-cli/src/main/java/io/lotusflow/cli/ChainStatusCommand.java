package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.lotusflow.chain.ChainCopies;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.LeaseHolder;
import io.lotusflow.node.LeaseState;
import io.lotusflow.node.NodeLeaseActivitiesImpl;
import io.lotusflow.node.NodeLeaseWorkflow;
import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.TemporalUnreachable;
import io.lotusflow.watch.Elapsed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads chain, copies and lease itself, so it answers when no worker is up. */
@Command(name = "status")
final class ChainStatusCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ChainStatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    ChainNode node =
        plans.chain().orElseThrow(() -> session.complaint(Exit.USAGE, "settings.no-chain"));
    ChainCopies copies = ChainCopies.of(Path.of(node.daemon().repo()));
    Optional<TipSet> head = head(node);
    LeaseState lease = lease(node);
    if (session.wantsText()) {
      tell(copies, head, lease);
    } else {
      session.out().println(RunsJson.text(json(copies, head, lease)));
    }
    return Exit.DONE;
  }

  private static Optional<TipSet> head(ChainNode node) {
    try {
      return Optional.of(FullNode.at(node.daemon().api()).head());
    } catch (RpcFailed silent) {
      return Optional.empty();
    }
  }

  private LeaseState lease(ChainNode node) {
    try (Connection connection = session.connect()) {
      return NodeLeaseActivitiesImpl.state(
          connection.client(), NodeLeaseWorkflow.id(node.scope().node()));
    } catch (TemporalUnreachable | StatusRuntimeException unknown) {
      return LeaseState.FREE;
    }
  }

  private void tell(ChainCopies copies, Optional<TipSet> head, LeaseState lease) {
    say(
        head.map(at -> session.text("chain.head", at.height(), age(at)))
            .orElseGet(() -> session.text("chain.silent")));
    say(session.text("chain.size", copies.present()));
    copies
        .kept()
        .forEach(
            copy ->
                say(
                    copy.keepUntil().isEmpty()
                        ? session.text("chain.copy", copy.folder(), copy.bytes())
                        : session.text(
                            "chain.copy.until", copy.folder(), copy.bytes(), copy.keepUntil())));
    copies.lastExchange().ifPresent(at -> say(session.text("chain.last", at)));
    lease.holder().ifPresent(run -> say(session.text("chain.lease", run.workflowId())));
    lease.waiting().forEach(run -> say(session.text("chain.waiting", run.workflowId())));
  }

  private void say(String line) {
    session.out().println(line);
  }

  private static String age(TipSet head) {
    return Elapsed.text(Duration.between(head.time(), Instant.now()));
  }

  private static ObjectNode json(ChainCopies copies, Optional<TipSet> head, LeaseState lease) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    head.ifPresent(at -> json.put("height", at.height()).put("headTime", at.time().toString()));
    json.put("bytes", copies.present().bytes());
    ArrayNode kept = json.putArray("kept");
    copies.kept().forEach(copy -> kept.add(RunsJson.MAPPER.valueToTree(copy)));
    copies.lastExchange().ifPresent(at -> json.put("lastSwitch", at));
    json.put("heldBy", lease.holder().map(LeaseHolder::workflowId).orElse(""));
    ArrayNode waiting = json.putArray("waiting");
    lease.waiting().forEach(run -> waiting.add(run.workflowId()));
    return json;
  }
}
