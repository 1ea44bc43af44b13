/**
 * The stand-in Lotus suite: {@code lotus}, {@code lotus-miner}, {@code lotus-worker} and {@code
 * lotus-bench} as Lotus v1.36 shows them to an operator, and the little network they live on. It
 * uses nothing but the JDK, because the rehearsal's own Makefile compiles these sources with plain
 * {@code javac}, and it knows nothing of the product that is rehearsed.
 */
package io.lotusflow.rehearsal.suite;
