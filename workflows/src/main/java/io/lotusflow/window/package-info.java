/** When a node may be stopped: between proving deadlines, with nothing of ours in flight. */
package io.lotusflow.window;
