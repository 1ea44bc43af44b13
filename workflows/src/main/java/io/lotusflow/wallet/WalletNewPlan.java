package io.lotusflow.wallet;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * One more key.
 *
 * @param type {@code bls} or {@code secp256k1}
 */
public record WalletNewPlan(Scope scope, KeysPlan keys, String type) implements Plan {}
