package io.lotusflow.lotus;

import java.util.Optional;

/**
 * What differs between versions of Lotus, one question per topic. Today's version where none is
 * known.
 */
public record Dialect(LotusVersion version) {
  /** The newest version whose ways are known here. */
  public static final LotusVersion TODAY = new LotusVersion(1, 36, 2);

  public static Dialect of(Optional<LotusVersion> version) {
    return new Dialect(version.orElse(TODAY));
  }

  /** A configuration without {@code [Chainstore] EnableSplitstore} is refused. */
  public boolean demandsSplitstoreKey() {
    return version.atLeast("1.23.0");
  }

  /** {@code [Chainstore] EnableSplitstore} means something. */
  public boolean knowsSplitstore() {
    return version.atLeast("1.5.1");
  }

  /** A zstd-compressed CAR can be imported as it is. */
  public boolean importsZstd() {
    return version.atLeast("1.20.0");
  }

  /** Without {@code --remove-existing-chain} an import on a terminal asks yes or no. */
  public boolean knowsRemoveExistingChain() {
    return version.atLeast("1.25.0");
  }

  /** The miner has a libp2p host of its own, which others must be able to reach. */
  public boolean minerListens() {
    return !version.atLeast("1.27.1");
  }

  /** {@code [Dealmaking] ExpectedSealDuration}: gone with the markets. */
  public boolean knowsExpectedSealDuration() {
    return !version.atLeast("1.27.1");
  }

  /** The miner takes deals itself; afterwards Boost or Curio do. */
  public boolean hasMarket() {
    return !version.atLeast("1.27.1");
  }

  /** {@code actor set-addresses}, once {@code set-addrs}. */
  public String setAddresses() {
    return version.atLeast("1.15.3") ? "set-addresses" : "set-addrs";
  }

  /** Creating a miner takes a deposit besides the gas. */
  public boolean wantsCreationDeposit() {
    return version.atLeast("1.34.2");
  }

  /** {@code storage attach --max-storage}. */
  public boolean knowsMaxStorage() {
    return version.atLeast("1.5.1");
  }

  /** {@code storage attach --groups --allow-to}. */
  public boolean knowsStorageGroups() {
    return version.atLeast("1.13.2");
  }

  /**
   * A worker does what comes with putting data into proven sectors too unless it is told not to, by
   * flags that older ones end at. They came during v1.14; since v1.15.0 every version has all.
   */
  public boolean workersUpdateReplicas() {
    return version.atLeast("1.15.0");
  }

  /** {@code config default} prints the default configuration. */
  public boolean printsDefaultConfig() {
    return version.atLeast("1.13.0");
  }

  /** Deals are put into a sector that there is; before, one that had some took its place. */
  public boolean upgradesInPlace() {
    return version.atLeast("1.14.0");
  }

  /** {@code sectors snap-up}, once {@code sectors mark-for-upgrade}. */
  public String markForUpgrade() {
    return upgradesInPlace() ? "snap-up" : "mark-for-upgrade";
  }
}
