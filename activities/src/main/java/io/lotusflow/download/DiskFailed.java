package io.lotusflow.download;

import java.io.IOException;

/** What came could not be written: no server's fault. */
final class DiskFailed extends IOException {
  DiskFailed(IOException cause) {
    super(cause.getMessage(), cause);
  }

  boolean isFull() {
    String words = String.valueOf(getMessage());
    return words.contains("No space left") || words.contains("quota exceeded");
  }
}
