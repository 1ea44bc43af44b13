package io.lotusflow.rehearsal.suite;

import io.lotusflow.rehearsal.suite.bench.LotusBench;

/** {@code lotus-bench}. */
public final class LotusBenchMain {
  private LotusBenchMain() {}

  public static void main(String[] args) {
    Runtime.getRuntime().halt(new LotusBench().run(args));
  }
}
