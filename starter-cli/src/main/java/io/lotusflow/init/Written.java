package io.lotusflow.init;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A settings file that was written.
 *
 * @param backup the one that was there before
 * @param remarks what was noticed on the way, in the reader's language
 */
public record Written(Path file, Optional<Path> backup, List<String> remarks) {
  public Written {
    remarks = List.copyOf(remarks);
  }
}
