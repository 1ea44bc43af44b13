package io.lotusflow.init;

import java.util.Optional;

/** Who answers questions: a person at a terminal, or nobody. */
@FunctionalInterface
public interface Asker {

  /**
   * The answer; the empty text takes the proposal, {@link Question#NOTHING} leaves the key empty.
   *
   * @return empty when nobody answers any more: all further proposals are taken
   */
  Optional<String> ask(Question question);

  /** Takes every proposal. */
  static Asker nobody() {
    return question -> Optional.empty();
  }
}
