/**
 * A host is given the token and address of a daemon or miner on another one, and nobody between
 * them can read it. Manual: {@code auth api-info}.
 */
package io.lotusflow.handover;
