package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What was found before a reset, and the names it will use: fixed here, so that every later step
 * and every repetition means the same folders.
 *
 * @param beside the second repository
 * @param old where the old {@code datastore} will be kept
 * @param bytes size of the present {@code datastore}
 * @param oldCopies earlier ones that are still kept
 * @param running whether the daemon's service runs
 */
public record ChainGround(
    Receipt receipt, String beside, String old, long bytes, List<String> oldCopies, boolean running)
    implements Reported {
  public ChainGround {
    oldCopies = List.copyOf(oldCopies);
  }
}
