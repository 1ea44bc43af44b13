package io.lotusflow.node;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Configures a daemon. Manual: Lotus的配置文件和环境变量. */
@ActivityInterface(namePrefix = "Node.")
public interface NodeActivities {

  /**
   * Sets our keys in {@code config.toml} in place (API, Libp2p, {@code [Chainstore]
   * EnableSplitstore}); comments, order and other keys stay. Fetches the genesis of a custom
   * network.
   */
  Receipt writeConfig(DaemonPlan plan);

  /** Waits for the API, patient while the process lives and its log grows. */
  ApiUp awaitApi(DaemonPlan plan);
}
