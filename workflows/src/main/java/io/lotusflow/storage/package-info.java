/** Manual: 矿工自定义存储布局 (storage paths of a miner). */
package io.lotusflow.storage;
