/** Waits until a daemon's chain is current. */
package io.lotusflow.sync;
