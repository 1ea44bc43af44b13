package io.lotusflow.job;

/** How much of the machine a job may claim beside others. */
public enum JobWeight {
  NORMAL,
  /** A guest on a miner's machine: low CPU and I/O weight, so that proofs come first. */
  GUEST
}
