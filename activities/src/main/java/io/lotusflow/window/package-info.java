/** Reads when a node may be stopped. */
package io.lotusflow.window;
