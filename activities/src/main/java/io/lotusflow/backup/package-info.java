/** Manual: Lotus套件升级, "what has to be saved": keys, metadata, configurations, units. */
package io.lotusflow.backup;
