/**
 * What a run did and does, read from Temporal's histories and descriptions alone, so that it can be
 * watched while no worker is up.
 */
package io.lotusflow.watch;
