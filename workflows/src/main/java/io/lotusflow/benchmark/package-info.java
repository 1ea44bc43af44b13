/**
 * How long this machine takes to seal and to prove. Manual: running the benchmark to learn how long
 * a sector takes to seal.
 */
package io.lotusflow.benchmark;
