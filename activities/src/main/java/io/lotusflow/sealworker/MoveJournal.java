package io.lotusflow.sealworker;

/**
 * Where a worker is moving, or has moved.
 *
 * @param from its folder before
 * @param to its folder then
 * @param kept where the former is kept; empty until the worker works in the new one
 */
record MoveJournal(String from, String to, String kept) {

  boolean isOf(SealWorker before, SealWorker after) {
    return from.equals(before.path()) && to.equals(after.path());
  }

  MoveJournal keptAs(String folder) {
    return new MoveJournal(from, to, folder);
  }
}
