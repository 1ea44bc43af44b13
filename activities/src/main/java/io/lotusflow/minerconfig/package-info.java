/** Reads and edits a miner's configuration, by what its version knows. */
package io.lotusflow.minerconfig;
