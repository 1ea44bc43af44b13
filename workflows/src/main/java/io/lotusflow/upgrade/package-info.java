/** Manual: Lotus套件升级, 安全的升级和重启miner. Another version for a node that lives, and the way back. */
package io.lotusflow.upgrade;
