package io.lotusflow.car;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** What a file that is no snapshot seems to be. */
final class Looks {
  private Looks() {}

  /** One of the words that the command line has a sentence for, or the first bytes in hex. */
  static String like(byte[] bytes, int length) {
    if (length == 0) {
      return "empty";
    }
    String start =
        new String(bytes, 0, Math.min(length, 256), StandardCharsets.ISO_8859_1)
            .strip()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return "html";
    }
    if (start.startsWith("<?xml")) {
      return "xml";
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return "json";
    }
    return binary(bytes, Math.min(length, 16));
  }

  private static String binary(byte[] bytes, int length) {
    String hex = HexFormat.of().formatHex(bytes, 0, length);
    if (hex.startsWith("1f8b")) {
      return "gzip";
    }
    if (hex.startsWith("0aa16776657273696f6e02")) {
      return "carv2";
    }
    return hex.matches("0*") ? "zeros" : hex;
  }
}
