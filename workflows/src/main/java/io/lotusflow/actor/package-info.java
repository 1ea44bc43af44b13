/** Manual: 矿工钱包 (control addresses, withdrawal, worker address): messages to a miner actor. */
package io.lotusflow.actor;
