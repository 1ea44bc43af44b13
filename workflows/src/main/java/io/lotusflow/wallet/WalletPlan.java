package io.lotusflow.wallet;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * The wallets a miner needs.
 *
 * @param binary absolute path of {@code lotus}
 * @param owner an existing BLS address; empty = make one
 * @param worker likewise
 * @param keyBackup folder (0700) for one file (0600) per key
 * @param faucet URL that funds an address on a test network; empty = none, and always on mainnet
 */
public record WalletPlan(
    Scope scope,
    NodeApi node,
    String binary,
    String owner,
    String worker,
    String keyBackup,
    String faucet)
    implements Plan {}
