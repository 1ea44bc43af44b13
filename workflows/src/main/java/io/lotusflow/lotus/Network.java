package io.lotusflow.lotus;

/** The Filecoin networks a node can be built for. */
public enum Network {
  MAINNET("mainnet", "all"),
  CALIBNET("calibnet", "calibnet"),
  DEVNET_2K("2k", "2k"),
  CUSTOM("custom", "all"),
  REHEARSAL("rehearsal", "all");

  private final String key;
  private final String makeTarget;

  Network(String key, String makeTarget) {
    this.key = key;
    this.makeTarget = makeTarget;
  }

  /** The name in settings and on the command line. */
  public String key() {
    return key;
  }

  /** The target of Lotus' Makefile that builds daemon, miner and worker for this network. */
  public String makeTarget() {
    return makeTarget;
  }

  /** Whether somebody may mind what is spent: what a devnet mints for itself costs nobody. */
  public boolean asksBeforeSpending() {
    return this != DEVNET_2K && this != REHEARSAL;
  }

  /** Whether its coins are worth money. */
  public boolean isMainnet() {
    return this == MAINNET || this == CUSTOM;
  }
}
