/**
 * The rest of the world: the network that makes the blocks, takes messages and gives test FIL, and
 * the node's way to it.
 */
package io.lotusflow.rehearsal.suite.network;
