package io.lotusflow.host;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a job's log, fit to be shown. */
public final class JobLog {
  private static final int BYTES = 4000;

  private JobLog() {}

  /** At most 4 KB, redacted; of a line that was redrawn only its last state. */
  public static String tail(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      byte[] end = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8);
      return Redactor.redact(text.replaceAll("[^\\n]*\\r(?!\\n)", ""));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether it ended for want of space. */
  public static boolean saysDiskFull(String tail) {
    return tail.contains("No space left on device") || tail.contains("Disk quota exceeded");
  }

  /** What is left on the file system of a folder that is there or will be. */
  public static ByteSize free(Path folder) {
    try {
      return new ByteSize(Files.getFileStore(Folders.nearestThere(folder)).getUsableSpace());
    } catch (IOException e) {
      return new ByteSize(0);
    }
  }
}
