/**
 * From the embedded server to a cluster: schedules go with their pauses, runs that have ended stay.
 */
package io.lotusflow.servermove;
