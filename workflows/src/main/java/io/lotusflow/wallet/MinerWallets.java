package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** The two addresses; their keys lie in the daemon's keystore. */
public record MinerWallets(Receipt receipt, String owner, String worker) implements Reported {}
