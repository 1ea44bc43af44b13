package io.lotusflow.node;

import io.lotusflow.lotus.Dialect;
import io.lotusflow.toml.Setting;
import java.util.ArrayList;
import java.util.List;

/** The keys of a daemon's {@code config.toml} that are ours. */
public final class DaemonConfig {
  private DaemonConfig() {}

  public static List<Setting> of(DaemonPlan plan, Dialect dialect) {
    List<Setting> settings = new ArrayList<>();
    settings.add(Setting.text("API", "ListenAddress", plan.api().address()));
    if (!plan.libp2pListen().isEmpty()) {
      settings.add(Setting.texts("Libp2p", "ListenAddresses", plan.libp2pListen()));
    }
    if (!plan.libp2pAnnounce().isEmpty()) {
      settings.add(Setting.texts("Libp2p", "AnnounceAddresses", plan.libp2pAnnounce()));
    }
    if (!plan.bootstrapPeers().isEmpty()) {
      settings.add(Setting.texts("Libp2p", "BootstrapPeers", plan.bootstrapPeers()));
    }
    settings.addAll(splitstore(plan, dialect));
    return settings;
  }

  /** What a repository needs that only imports a snapshot: no port is opened by that. */
  public static List<Setting> forImport(DaemonPlan plan, Dialect dialect) {
    List<Setting> settings = new ArrayList<>();
    settings.add(Setting.text("API", "ListenAddress", plan.api().address()));
    settings.addAll(splitstore(plan, dialect));
    return settings;
  }

  private static List<Setting> splitstore(DaemonPlan plan, Dialect dialect) {
    return dialect.knowsSplitstore()
        ? List.of(Setting.flag("Chainstore", "EnableSplitstore", plan.splitstore()))
        : List.of();
  }
}
