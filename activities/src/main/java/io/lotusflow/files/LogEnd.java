package io.lotusflow.files;

import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, fit to be shown. */
public record LogEnd(Path file) {
  private static final int SHOWN = 4000;

  /**
   * At most 4 KB in whole lines, redacted; of a line that was redrawn only its last state. Empty if
   * there is no log.
   */
  public String text() {
    return last(SHOWN);
  }

  /** As {@link #text}, of at most so many bytes. */
  public String last(int atMost) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - atMost);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Redactor.redact(wholeLines(text, from > 0).replaceAll("[^\\n]*\\r(?!\\n)", ""));
    } catch (IOException none) {
      return "";
    }
  }

  /** A single line may be longer than what is shown. */
  private static String wholeLines(String text, boolean cut) {
    int first = cut ? text.indexOf('\n') + 1 : 0;
    return first < text.length() ? text.substring(first) : text;
  }

  public String lastLine() {
    String text = text().stripTrailing();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  /** Whether these last words are of a process that ended for want of space. */
  public static boolean saysDiskFull(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }
}
