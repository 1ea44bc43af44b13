package io.lotusflow.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A file that is written in many places while it is read from its beginning. */
final class GrowingFile implements Closeable {
  private final FileChannel channel;

  private GrowingFile(FileChannel channel) {
    this.channel = channel;
  }

  static GrowingFile open(Path file) throws IOException {
    return new GrowingFile(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  void write(byte[] from, int offset, int count, long position) throws DiskFailed {
    try {
      ByteBuffer rest = ByteBuffer.wrap(from, offset, count);
      long at = position;
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
    } catch (IOException failed) {
      throw new DiskFailed(failed);
    }
  }

  /** Whether these bytes are in the file there. */
  boolean holds(byte[] bytes, int count, long position) throws IOException {
    ByteBuffer there = ByteBuffer.allocate(count);
    int read;
    do {
      read = channel.read(there, position + there.position());
    } while (read > 0);
    return Arrays.equals(there.array(), 0, there.position(), bytes, 0, count);
  }

  void endAt(long bytes) throws IOException {
    channel.truncate(bytes);
  }

  /** Everything written until now is on disk when this returns. */
  void force() throws IOException {
    channel.force(false);
  }

  /**
   * All of it, in order; a read waits for bytes that have not come.
   *
   * @param read is told how far
   */
  InputStream reader(Ranges ranges, AtomicLong read) {
    return new Following(ranges, read);
  }

  private final class Following extends InputStream {
    private final Ranges ranges;
    private final AtomicLong position;
    private long readable;

    Following(Ranges ranges, AtomicLong position) {
      this.ranges = ranges;
      this.position = position;
      position.set(0);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      long at = position.get();
      if (readable <= at) {
        readable = ranges.readableFrom(at);
      }
      if (readable <= at) {
        return -1;
      }
      int most = (int) Math.min(length, readable - at);
      int count = channel.read(ByteBuffer.wrap(into, offset, most), at);
      position.addAndGet(Math.max(0, count));
      return count;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
