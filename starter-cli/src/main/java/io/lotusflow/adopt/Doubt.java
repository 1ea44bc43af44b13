package io.lotusflow.adopt;

import java.util.List;

/**
 * Something that cannot be decided without the operator.
 *
 * @param key of the settings that decides it
 * @param seen what contradicts what, or is not known, in the reader's language
 * @param options what to write, one of them: arguments of {@code adopt}
 */
public record Doubt(String key, String seen, List<String> options) {
  public Doubt {
    options = List.copyOf(options);
  }
}
