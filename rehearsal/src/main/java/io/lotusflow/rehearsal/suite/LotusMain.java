package io.lotusflow.rehearsal.suite;

import io.lotusflow.rehearsal.suite.daemon.Lotus;

/** {@code lotus}. */
public final class LotusMain {
  private LotusMain() {}

  public static void main(String[] args) {
    Runtime.getRuntime().halt(new Lotus().run(args));
  }
}
