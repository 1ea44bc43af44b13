package io.lotusflow.car;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;

/** The file as it lies on disk or comes over the wire; whatever is read also goes to its digest. */
final class FileInput extends InputStream {
  private static final int CHUNK = 1 << 17;

  private final InputStream file;
  private final FileDigest digest;
  private final LongConsumer progress;
  private long count;
  private byte[] first = new byte[0];
  private int given;
  private boolean ended;

  FileInput(InputStream file, FileDigest digest, LongConsumer progress) {
    this.file = file;
    this.digest = digest;
    this.progress = progress;
  }

  long count() {
    return count;
  }

  /** Whether its end has been read. */
  boolean hasEnded() {
    return ended;
  }

  /** The first bytes, which will be read again. */
  byte[] peek(int length) throws IOException {
    first = file.readNBytes(length);
    return first.clone();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int read =
        given < first.length
            ? again(into, at, length)
            : file.read(into, at, Math.min(length, CHUNK));
    ended |= read < 0;
    if (read > 0) {
      count += read;
      digest(into, at, read);
      progress.accept(count);
    }
    return read;
  }

  private int again(byte[] into, int at, int length) {
    int some = Math.min(length, first.length - given);
    System.arraycopy(first, given, into, at, some);
    given += some;
    return some;
  }

  private void digest(byte[] bytes, int from, int length) throws InterruptedIOException {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      digest.update(bytes, from, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Reads what is left, for its digest. */
  void drain() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int read = 0;
    while (read >= 0) {
      read = read(chunk, 0, CHUNK);
    }
  }
}
