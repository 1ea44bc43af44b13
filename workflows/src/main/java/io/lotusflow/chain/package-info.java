/** Manual: 区块数据的快照 snapshot 管理 (chain data from a snapshot). */
package io.lotusflow.chain;
