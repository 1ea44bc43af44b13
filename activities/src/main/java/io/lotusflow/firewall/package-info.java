/**
 * Which ports daemon, miner and workers want, who listens there, and what a firewall lets through;
 * manual: the firewall. Only ever lets more through, and takes that back.
 */
package io.lotusflow.firewall;
