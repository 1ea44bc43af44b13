package io.lotusflow.chain;

import java.nio.file.Path;

/** Exchanges two folders and is killed where it is told to. */
final class ExchangeMain {
  private ExchangeMain() {}

  /** Takes repository, folder in, folder aside, the step before which it dies, and the way. */
  public static void main(String[] args) {
    FolderExchange exchange =
        new FolderExchange(Path.of(args[0], "datastore"), Path.of(args[1]), Path.of(args[2]));
    new ChainSwitch(Path.of(args[0]), "run", () -> {}, step -> die(step, args[3]))
        .exchange(args[4].equals("back") ? exchange.reversed() : exchange, java.time.Duration.ZERO);
  }

  private static void die(String step, String where) {
    if (step.equals(where)) {
      // As kill -9: nothing is closed, no hook runs.
      Runtime.getRuntime().halt(137);
    }
  }
}
