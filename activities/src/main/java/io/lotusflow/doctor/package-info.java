/**
 * What may be the matter with a node and a miner that are there; manual: troubleshooting. Only
 * reads, and says what it can while either is down.
 */
package io.lotusflow.doctor;
