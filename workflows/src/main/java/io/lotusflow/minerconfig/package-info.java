/** Changes a miner's {@code config.toml}. Manual: 编辑 lotus-miner 的配置. */
package io.lotusflow.minerconfig;
