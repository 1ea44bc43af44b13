package io.lotusflow.firewall;

import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.Multiaddr.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that something of the settings listens on.
 *
 * @param udp QUIC; else TCP
 */
public record WantedPort(Use use, int port, boolean udp) {

  /** Who should get through. */
  public enum Use {
    /** Everybody: peers of the network. */
    PEERS("libp2p"),
    /** Our own machines alone: whoever has a token there may move funds. */
    DAEMON_API("daemon API"),
    MINER_API("miner API"),
    WORKER("worker");

    private final String shown;

    Use(String shown) {
      this.shown = shown;
    }

    /** As people call it, in every language. */
    @Override
    public String toString() {
      return shown;
    }
  }

  /** Whether the whole world may come. */
  public boolean isPublic() {
    return use == Use.PEERS;
  }

  /** As a rule names it. */
  String transport() {
    return udp ? "udp" : "tcp";
  }

  /** Of daemon and miner; a libp2p port that changes with each start is none. */
  public static List<WantedPort> of(InstallPlan plan) {
    List<WantedPort> ports = new ArrayList<>();
    plan.daemon()
        .ifPresent(
            daemon -> {
              daemon.libp2pListen().stream()
                  .map(Multiaddr::parse)
                  .filter(address -> address.port() != 0)
                  .map(
                      address ->
                          new WantedPort(Use.PEERS, address.port(), address.has(Protocol.UDP)))
                  .forEach(ports::add);
              ports.add(api(Use.DAEMON_API, daemon.api().address()));
            });
    plan.miner().ifPresent(miner -> ports.add(api(Use.MINER_API, miner.api().address())));
    return ports.stream().distinct().toList();
  }

  private static WantedPort api(Use use, String address) {
    return new WantedPort(use, Multiaddr.parse(address).port(), false);
  }
}
