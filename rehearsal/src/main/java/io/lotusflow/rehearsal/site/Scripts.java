package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The shell scripts that stand in for Go and Rust. */
final class Scripts {
  private Scripts() {}

  static String text(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
