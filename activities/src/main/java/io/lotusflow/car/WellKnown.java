package io.lotusflow.car;

import java.util.Optional;
import java.util.stream.Stream;

/** The public networks. Every block's time follows from its height, so a head tells its network. */
enum WellKnown {
  MAINNET("mainnet", "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2", 1598306400),
  CALIBNET(
      "calibnet", "bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4", 1667326380);

  private static final int EPOCH_SECONDS = 30;

  private final String network;
  private final String genesis;
  private final long genesisTime;

  WellKnown(String network, String genesis, long genesisTime) {
    this.network = network;
    this.genesis = genesis;
    this.genesisTime = genesisTime;
  }

  String network() {
    return network;
  }

  String genesis() {
    return genesis;
  }

  boolean hasClock(long height, long timestamp) {
    return timestamp == genesisTime + EPOCH_SECONDS * height;
  }

  static Optional<WellKnown> named(String name) {
    return Stream.of(values()).filter(known -> known.network.equals(name)).findFirst();
  }

  static Optional<WellKnown> withGenesis(String cid) {
    return Stream.of(values()).filter(known -> known.genesis.equals(cid)).findFirst();
  }

  static Optional<WellKnown> withClock(long height, long timestamp) {
    return Stream.of(values()).filter(known -> known.hasClock(height, timestamp)).findFirst();
  }
}
