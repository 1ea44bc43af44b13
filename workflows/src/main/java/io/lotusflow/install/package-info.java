/** The manual's main job: from a bare machine to a running node and miner. */
package io.lotusflow.install;
