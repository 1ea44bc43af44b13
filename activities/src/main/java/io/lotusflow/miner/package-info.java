/** Creates a miner exactly once, configures it, and checks what came of it. */
package io.lotusflow.miner;
