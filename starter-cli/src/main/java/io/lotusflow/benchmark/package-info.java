/** Benchmarks as a picture. */
package io.lotusflow.benchmark;
