package io.lotusflow.miner;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ChainMessage;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MessageReceipt;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a miner's addresses on the chain, with one message. */
final class Announcement {
  private static final Pattern SENT = Pattern.compile("in message (baf\\w+)");
  private static final int CONFIDENCE = 1;
  private static final Duration POLL = Duration.ofMillis(700);

  /** A message that was sent for these addresses. */
  private record Sent(List<String> addresses, String message) {}

  private final MinerPlan plan;
  private final String actor;
  private final FullNode node;
  private final List<Multiaddr> wanted;
  private final Journal<Sent> journal;

  Announcement(MinerPlan plan, String actor) {
    this.plan = plan;
    this.actor = actor;
    this.node = FullNode.at(plan.node());
    this.wanted = plan.announce().stream().map(Multiaddr::parse).toList();
    Path file = new MinerFolder(Path.of(plan.repo())).beside(".announced.json");
    this.journal = new Journal<>(file, Sent.class);
  }

  boolean isOnChain() {
    List<String> encoded =
        wanted.stream()
            .map(address -> Base64.getEncoder().encodeToString(address.bytes()))
            .toList();
    return node.minerInfo(actor).multiaddrs().equals(encoded);
  }

  Receipt send(LotusMiner lotus, Dialect dialect, Programs programs, Consumer<JobProgress> pulse) {
    Command command = lotus.setAddresses(dialect, wanted);
    String cid =
        sentBefore()
            .orElseGet(
                () -> {
                  String said = programs.run(command, () -> beat(pulse)).stdout();
                  String message = messageIn(said);
                  journal.write(new Sent(plan.announce(), message));
                  return message;
                });
    MessageReceipt receipt =
        new ChainMessage(node, cid, CONFIDENCE)
            .await(
                () -> {
                  beat(pulse);
                  Pause.of(POLL);
                });
    if (!receipt.succeeded() || !isOnChain()) {
      journal.write(new Sent(List.of(), ""));
      throw MinerProblem.MINER_ADDRESSES_REFUSED.because(cid, receipt.exitCode());
    }
    return Receipt.done(String.join(", ", plan.announce()) + " in " + cid, command.toString());
  }

  /** The message of an attempt that died; one that the node never saw does not count. */
  private Optional<String> sentBefore() {
    Optional<String> sent =
        journal
            .read()
            .filter(before -> before.addresses().equals(plan.announce()))
            .map(Sent::message)
            .filter(message -> !message.isEmpty());
    try {
      sent.ifPresent(node::searchMessage);
      return sent;
    } catch (RpcFailed unknown) {
      if (unknown.kind() == RpcFailed.Kind.REFUSED) {
        return Optional.empty();
      }
      throw unknown;
    }
  }

  private static String messageIn(String said) {
    Matcher sent = SENT.matcher(said);
    if (!sent.find()) {
      throw new IllegalStateException("no message in: " + said);
    }
    return sent.group(1);
  }

  private static void beat(Consumer<JobProgress> pulse) {
    pulse.accept(JobProgress.of("announcing addresses", 0, Instant.now()));
  }
}
