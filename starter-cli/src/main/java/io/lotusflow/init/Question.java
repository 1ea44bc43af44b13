package io.lotusflow.init;

import java.util.Optional;

/**
 * One question.
 *
 * @param key of the settings, which {@code --set KEY=VALUE} answers beforehand; {@code
 *     storage.seal} and {@code storage.store} take several folders, separated by commas
 * @param text what the key means, in the reader's language
 * @param proposal taken when the answer is empty
 * @param refusal why the answer before was not taken
 */
public record Question(String key, String text, String proposal, Optional<String> refusal) {

  /** The answer that takes no proposal and leaves the key empty. */
  public static final String NOTHING = "-";
}
