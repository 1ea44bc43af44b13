package io.lotusflow.lotus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that was pushed, until the chain has it. Its fate is polled: to wait for it in one call
 * hangs as long as the chain does.
 *
 * @param confidence epochs that must follow it
 */
public record ChainMessage(FullNode node, String cid, int confidence) {
  private static final Duration UNKNOWN_FOR = Duration.ofMinutes(30);

  /**
   * Waits for as long as it takes.
   *
   * @param pause called between two looks; what it throws ends the wait
   * @throws RpcFailed also if the node says for half an hour that it never saw the message
   */
  public MessageReceipt await(Runnable pause) {
    Instant unknownUntil = Instant.now().plus(UNKNOWN_FOR);
    while (true) {
      Optional<MessageReceipt> receipt = look(unknownUntil);
      if (receipt.isPresent() && node.head().height() >= receipt.get().height() + confidence) {
        return receipt.get();
      }
      pause.run();
    }
  }

  private Optional<MessageReceipt> look(Instant unknownUntil) {
    try {
      return node.searchMessage(cid);
    } catch (RpcFailed failed) {
      boolean mayCome =
          failed.kind() == RpcFailed.Kind.REFUSED && Instant.now().isBefore(unknownUntil);
      if (mayCome) {
        return Optional.empty();
      }
      throw failed;
    }
  }
}
