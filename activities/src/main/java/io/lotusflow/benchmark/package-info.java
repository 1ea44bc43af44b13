/** {@code lotus-bench}: run as a guest, its output read, its results kept. */
package io.lotusflow.benchmark;
