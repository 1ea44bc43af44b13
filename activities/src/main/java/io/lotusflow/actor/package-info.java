/** Sends messages to a miner actor, each once. */
package io.lotusflow.actor;
