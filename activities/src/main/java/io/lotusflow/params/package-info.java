/** Fetches proof parameters. */
package io.lotusflow.params;
