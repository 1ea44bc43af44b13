package io.lotusflow.download;

import java.io.IOException;

/** The server has another file under the same name now: what was fetched of the old one is void. */
public final class SourceChanged extends IOException {
  SourceChanged(String message) {
    super(message);
  }
}
