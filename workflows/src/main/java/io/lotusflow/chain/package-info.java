/** Manual: 区块数据的快照 snapshot 管理 (chain data from a snapshot, and a node's chain replaced by it). */
package io.lotusflow.chain;
