package io.lotusflow.upgrade;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What the new version changes, of what was built.
 *
 * @param lostKeys keys of our configurations that it ignores: {@code daemon:
 *     Libp2p.ListenAddresses}
 * @param unfinished sectors that are promised and not yet proven
 * @param noWayBackFrom epoch from which the version in use no longer follows the network; -1 = none
 *     that the new version knows of
 */
public record Changes(
    Receipt receipt, List<String> lostKeys, List<Long> unfinished, long noWayBackFrom)
    implements Reported {
  public Changes {
    lostKeys = List.copyOf(lostKeys);
    unfinished = List.copyOf(unfinished);
  }
}
