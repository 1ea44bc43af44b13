package io.lotusflow.server;

import java.io.IOException;
import java.nio.file.Path;

/** A place the {@code temporal} binary can be got from. */
interface BinarySource {

  /** How people call it. */
  String name();

  /**
   * Puts the binary into {@code folder}, which is empty, and returns it. What was fetched is not to
   * be trusted yet.
   *
   * @throws IOException saying in one clause why this source is of no use; one that does not answer
   *     is given up after 5 s
   */
  Path fetch(Path folder) throws IOException;
}
