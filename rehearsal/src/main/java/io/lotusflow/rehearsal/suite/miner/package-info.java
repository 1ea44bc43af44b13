/**
 * {@code lotus-miner}: its creation, the running miner with its storage and API, and the commands
 * that talk to it.
 */
package io.lotusflow.rehearsal.suite.miner;
