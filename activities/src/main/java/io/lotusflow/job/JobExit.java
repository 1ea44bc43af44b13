package io.lotusflow.job;

import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A job that has ended by itself.
 *
 * @param code its exit code; 128 + n if signal n ended it
 * @param log everything it printed (or the newest part of it)
 */
public record JobExit(int code, Path log, Instant startedAt, Duration took) {
  private static final int SHOWN = 4 << 10;

  public boolean succeeded() {
    return code == 0;
  }

  /** The end of its log, at most 4 KiB, in whole lines and without secrets: fit for a failure. */
  public String lastLines() {
    try (FileChannel channel = FileChannel.open(log)) {
      long from = Math.max(0, channel.size() - SHOWN);
      byte[] end = Channels.newInputStream(channel.position(from)).readNBytes(SHOWN);
      String text = new String(end, StandardCharsets.UTF_8);
      return Redactor.redact(from == 0 ? text : text.substring(text.indexOf('\n') + 1)).strip();
    } catch (IOException gone) {
      return "";
    }
  }
}
