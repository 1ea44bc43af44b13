package io.lotusflow.rehearsal.suite;

import io.lotusflow.rehearsal.suite.worker.LotusWorker;

/** {@code lotus-worker}. */
public final class LotusWorkerMain {
  private LotusWorkerMain() {}

  public static void main(String[] args) {
    Runtime.getRuntime().halt(new LotusWorker().run(args));
  }
}
