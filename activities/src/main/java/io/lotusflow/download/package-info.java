/**
 * Fetches one big file from several servers over many connections. What has come survives the death
 * of the process and of the machine, and the bytes can be read in order while they come.
 */
package io.lotusflow.download;
