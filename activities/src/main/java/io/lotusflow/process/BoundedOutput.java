package io.lotusflow.process;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the newest bytes of what is written, however much that is. */
final class BoundedOutput extends OutputStream {
  private final int limit;
  private byte[] kept = new byte[1024];
  private int size;
  private boolean truncated;

  BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    if (size + count > 2 * limit) {
      dropOldest();
    }
    if (size + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, size + count));
    }
    System.arraycopy(bytes, from, kept, size, count);
    size += count;
  }

  private void dropOldest() {
    int keep = Math.min(size, limit);
    System.arraycopy(kept, size - keep, kept, 0, keep);
    truncated = truncated || keep < size;
    size = keep;
  }

  synchronized boolean truncated() {
    return truncated;
  }

  synchronized String text() {
    dropOldest();
    return new String(kept, 0, size, StandardCharsets.UTF_8);
  }
}
