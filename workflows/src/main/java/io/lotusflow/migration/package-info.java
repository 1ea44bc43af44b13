/** Manual: 迁移存储路径 (storage of a miner goes to another disk). */
package io.lotusflow.migration;
