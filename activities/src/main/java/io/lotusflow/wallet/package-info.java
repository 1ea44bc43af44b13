/** Makes, saves and reads a miner's wallets. */
package io.lotusflow.wallet;
