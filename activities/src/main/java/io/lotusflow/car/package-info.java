/** Proves snapshots: CAR files, plain or packed with zstd, read once and in constant memory. */
package io.lotusflow.car;
