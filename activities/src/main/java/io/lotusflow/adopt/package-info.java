/**
 * Finds a node, a miner and workers that somebody else has set up. Only reads, and starts nothing
 * but programs that are asked for their version.
 */
package io.lotusflow.adopt;
