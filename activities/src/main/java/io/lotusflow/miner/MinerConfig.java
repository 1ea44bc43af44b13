package io.lotusflow.miner;

import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.toml.Setting;
import java.util.ArrayList;
import java.util.List;

/** The keys of a miner's {@code config.toml} that are ours. */
final class MinerConfig {
  private MinerConfig() {}

  static List<Setting> of(MinerPlan plan, Dialect dialect) {
    Multiaddr api = Multiaddr.parse(plan.api().address());
    String host = api.host().orElse("127.0.0.1");
    String reachable = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + api.port();
    List<Setting> settings = new ArrayList<>();
    settings.add(Setting.text("API", "ListenAddress", plan.api().address()));
    // Where remote workers fetch sectors from; of no use if it names every interface.
    if (!host.equals("0.0.0.0") && !host.equals("::")) {
      settings.add(Setting.text("API", "RemoteListenAddress", reachable));
    }
    if (dialect.minerListens() && !plan.announce().isEmpty()) {
      settings.add(Setting.texts("Libp2p", "AnnounceAddresses", plan.announce()));
    }
    return settings;
  }
}
