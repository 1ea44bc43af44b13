/** Configures the daemon of a host and waits for its API. */
package io.lotusflow.node;
