/** Manual: Lotus miner 管理交易 (deals), and 安全的升级和重启miner, step 3: no deals while a miner is away. */
package io.lotusflow.deals;
