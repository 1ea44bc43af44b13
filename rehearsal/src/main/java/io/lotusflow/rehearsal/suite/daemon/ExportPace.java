package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Slows an export down to some bytes a second, or ends it after so many, as a fault asks for. */
final class ExportPace extends FilterOutputStream {
  private final Path repo;
  private final long start = System.currentTimeMillis();
  private final long slowBytes;
  private final long cutAfter;
  private long written;

  ExportPace(OutputStream out, Path repo) {
    super(out);
    this.repo = repo;
    this.slowBytes = Fault.EXPORT_SLOW.parameter(repo);
    this.cutAfter = Fault.EXPORT_CUT.parameter(repo);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    written += length;
    if (cutAfter > 0 && written > cutAfter && Fault.EXPORT_CUT.consume(repo)) {
      throw new IOException("context canceled");
    }
    if (slowBytes > 0) {
      sleepUntil(start + 1000 * written / slowBytes);
    }
    out.write(bytes, from, length);
    out.flush();
  }

  private static void sleepUntil(long due) throws IOException {
    try {
      Thread.sleep(Math.max(0, due - System.currentTimeMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("context canceled", e);
    }
  }
}
