/** Manual: Lotus-miner 官方工具挖矿 (create, configure and start a miner). */
package io.lotusflow.miner;
