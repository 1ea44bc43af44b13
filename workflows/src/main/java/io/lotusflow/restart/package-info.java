/** Restarts a miner or a node when nothing is lost by it. Manual: 安全的升级和重启miner. */
package io.lotusflow.restart;
