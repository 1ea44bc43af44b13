package io.lotusflow.actor;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Duration;
import java.util.List;

/**
 * A miner actor before a change.
 *
 * @param actor such as {@code f01234}
 * @param changes what would be different, a line each; empty = it is so already
 * @param sender address of the one who has to sign
 * @param proposed a worker that was proposed, and waits for its confirmation; else empty
 * @param left until it may be confirmed
 */
public record ActorLook(
    Receipt receipt,
    String actor,
    List<String> changes,
    String sender,
    String proposed,
    Duration left)
    implements Reported {
  public ActorLook {
    changes = List.copyOf(changes);
  }
}
