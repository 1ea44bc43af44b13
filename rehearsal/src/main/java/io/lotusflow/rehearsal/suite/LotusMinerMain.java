package io.lotusflow.rehearsal.suite;

import io.lotusflow.rehearsal.suite.miner.LotusMiner;

/** {@code lotus-miner}. */
public final class LotusMinerMain {
  private LotusMinerMain() {}

  public static void main(String[] args) {
    Runtime.getRuntime().halt(new LotusMiner().run(args));
  }
}
