package io.lotusflow.node;

import io.lotusflow.process.Redactor;
import io.lotusflow.service.ServiceUnit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a service's log, redacted. */
public record LogTail(Path file) {
  private static final int SHOWN = 4000;

  /** Lotus writes into GOLOG_FILE, where that is set, instead of its output. */
  public static LogTail of(ServiceUnit unit) {
    return new LogTail(Path.of(unit.environment().getOrDefault("GOLOG_FILE", unit.logFile())));
  }

  /** At most 4 KB; empty if there is no log. */
  public String last() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - SHOWN);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int newline = from > 0 ? text.indexOf('\n') : -1;
      return Redactor.redact(text.substring(newline + 1));
    } catch (IOException none) {
      return "";
    }
  }

  public String lastLine() {
    String last = last().stripTrailing();
    return last.substring(last.lastIndexOf('\n') + 1);
  }
}
