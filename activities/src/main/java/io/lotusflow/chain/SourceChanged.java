package io.lotusflow.chain;

import java.io.IOException;

/** The server has another file under the same name now: what was fetched of the old one is void. */
final class SourceChanged extends IOException {
  SourceChanged(String message) {
    super(message);
  }
}
