package io.lotusflow.download;

import java.io.IOException;

/** A connection that brings next to nothing. */
final class TooSlow extends IOException {
  TooSlow(String message) {
    super(message);
  }
}
