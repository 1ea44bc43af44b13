package io.lotusflow.rehearsal.suite.network;

import io.lotusflow.rehearsal.suite.wire.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key a network is known by, made on first use. */
final class NodeKey {
  private NodeKey() {}

  static String peerId(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      Files.write(file, key);
    }
    return PeerId.ofKey(Files.readAllBytes(file));
  }
}
