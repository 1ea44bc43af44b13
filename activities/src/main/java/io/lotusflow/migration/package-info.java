/** Storage of a miner goes to other disks: copied, switched, proven, deleted. */
package io.lotusflow.migration;
