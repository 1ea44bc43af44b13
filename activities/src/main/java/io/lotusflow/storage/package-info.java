/** Attaches storage paths to a running miner. */
package io.lotusflow.storage;
