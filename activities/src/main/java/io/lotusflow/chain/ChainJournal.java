package io.lotusflow.chain;

import java.util.Optional;
import java.util.Set;

/**
 * The last exchange of a node's chain, on disk in its repository before the first rename.
 *
 * @param run id of the run that made it
 * @param in what was put in, as it was named before
 * @param aside where the one before is kept
 * @param done whether the run came to its end
 * @param at when; empty if no exchange ever proved good
 * @param keepUntil at the earliest; empty while undecided
 * @param undo whether it takes one back that did not prove good
 * @param before what held before the run, and holds again once that is undone; null if nothing
 */
record ChainJournal(
    String run,
    String in,
    String aside,
    boolean done,
    String at,
    String keepUntil,
    boolean undo,
    ChainJournal before) {

  static final String FILE = "lotusflow-chain.json";

  /** There is no old chain. */
  static ChainJournal none(String run, String at) {
    return new ChainJournal(run, "", "", true, at, "", false, null);
  }

  /** Begins an exchange, goes on with it, or takes it back: whichever it is after this one. */
  ChainJournal next(String by, FolderExchange exchange, String now) {
    boolean goesOn = !done && isAbout(exchange);
    boolean turned = goesOn && !in.equals(exchange.in().toString());
    ChainJournal rest = goesOn ? before : done ? this : null;
    return of(by, exchange, now, goesOn && (turned != undo), rest);
  }

  static ChainJournal first(String by, FolderExchange exchange, String now) {
    return of(by, exchange, now, false, null);
  }

  private static ChainJournal of(
      String by, FolderExchange exchange, String now, boolean undo, ChainJournal before) {
    String in = exchange.in().toString();
    String aside = exchange.aside().toString();
    return new ChainJournal(by, in, aside, false, now, "", undo, before);
  }

  /** Whether it is of these two folders, in either direction. */
  boolean isAbout(FolderExchange exchange) {
    Set<String> folders = Set.of(exchange.in().toString(), exchange.aside().toString());
    return folders.equals(Set.of(in, aside));
  }

  /** What holds when the run's exchange has been taken back. */
  ChainJournal asBefore() {
    return Optional.ofNullable(before).orElseGet(() -> none(run, ""));
  }

  ChainJournal finished(String keep) {
    return new ChainJournal(run, in, aside, true, at, keep, false, null);
  }
}
