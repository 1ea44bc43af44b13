package io.lotusflow.cli;

import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.NodeApi;
import java.util.Optional;

/** Where another host reaches a miner. */
final class MinerAddress {

  private MinerAddress() {}

  /**
   * The settings' port on that host.
   *
   * @param host an address or a name; otherwise that of the settings
   */
  static Multiaddr seen(Session session, NodeApi miner, Optional<String> host) {
    Multiaddr known = Multiaddr.parse(miner.address());
    String there = host.orElseGet(() -> known.host().orElseThrow());
    if (!there.matches("[0-9A-Za-z.:-]+")) {
      throw session.complaint(Exit.USAGE, "seal-worker.miner-info.address");
    }
    return Multiaddr.parse("/%s/%s/tcp/%d/http".formatted(protocol(there), there, known.port()));
  }

  private static String protocol(String host) {
    return host.indexOf(':') >= 0 ? "ip6" : host.matches("[0-9.]+") ? "ip4" : "dns";
  }
}
