package io.lotusflow.migration;

import java.util.List;

/**
 * What becomes of one storage path.
 *
 * @param from absolute, as the miner has it
 * @param to absolute; with several, its sectors are shared out among them. The same target of two
 *     moves joins them
 */
public record PathMove(String from, List<String> to) {
  public PathMove {
    to = List.copyOf(to);
  }

  @Override
  public String toString() {
    return from + " → " + String.join(", ", to);
  }
}
