/** Sectors, over the miner's JSON-RPC. */
package io.lotusflow.sector;
