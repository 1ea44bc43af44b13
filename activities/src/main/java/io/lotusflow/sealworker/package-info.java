/**
 * Seal workers of this host: what there is of them on disk, and over their API; and which there
 * should be, from a machine and a benchmark.
 *
 * <p>Manual: <i>Lotus miner seal worker</i>.
 */
package io.lotusflow.sealworker;
