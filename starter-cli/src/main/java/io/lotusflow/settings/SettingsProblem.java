package io.lotusflow.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that is wrong in a settings file.
 *
 * @param line from 1; of the table where a key is missing
 * @param column from 1
 * @param key such as {@code daemon.api} or {@code storage[2].path}; empty for the file as a whole
 * @param message in the reader's language; names {@code nearest} already
 * @param nearest the valid key or value that was probably meant
 */
public record SettingsProblem(
    Path file, int line, int column, String key, String message, Optional<String> nearest) {

  /** One line, as compilers write it. */
  @Override
  public String toString() {
    String where = file + ":" + line + ":" + column + ": ";
    return key.isEmpty() ? where + message : where + key + ": " + message;
  }
}
