/**
 * What a miner's own worker and {@code lotus-worker} have in common: tasks, the files of sectors,
 * and the labour itself, scaled down to seconds and kibibytes.
 */
package io.lotusflow.rehearsal.suite.sealing;
