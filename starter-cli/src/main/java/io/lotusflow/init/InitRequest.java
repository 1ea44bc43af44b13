package io.lotusflow.init;

import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code init} was asked for.
 *
 * @param file to be written
 * @param given answers given beforehand, by key; as on a command line
 * @param force replaces a file that is there, and keeps it beside
 */
public record InitRequest(Path file, Map<String, String> given, boolean force) {
  public InitRequest {
    file = file.toAbsolutePath().normalize();
    given = Map.copyOf(given);
  }
}
