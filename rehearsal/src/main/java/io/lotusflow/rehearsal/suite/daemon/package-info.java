/** {@code lotus}: the daemon with its chain, wallet and API, and the commands that talk to it. */
package io.lotusflow.rehearsal.suite.daemon;
