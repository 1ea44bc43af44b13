package io.lotusflow.chain;

import java.util.Set;

/**
 * The last exchange of a node's chain, on disk in its repository before the first rename.
 *
 * @param run id of the run that made it
 * @param in what was put in, as it was named before
 * @param aside where the one before is kept
 * @param done whether the run came to its end
 * @param at when
 * @param keepUntil at the earliest; empty while undecided
 */
record ChainJournal(
    String run, String in, String aside, boolean done, String at, String keepUntil) {

  static final String FILE = "lotusflow-chain.json";

  /** Whether it is of these two folders, in either direction. */
  boolean isAbout(FolderExchange exchange) {
    Set<String> folders = Set.of(exchange.in().toString(), exchange.aside().toString());
    return folders.equals(Set.of(in, aside));
  }

  ChainJournal finished(String keep) {
    return new ChainJournal(run, in, aside, true, at, keep);
  }
}
