package io.lotusflow.backup;

import io.lotusflow.files.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What {@code lotus backup} and {@code lotus-miner backup} write: CBOR, an array of two: an open
 * array of pairs (key, value), and the SHA-256 of that array's bytes. Source: {@code lib/backupds}
 * of Lotus v1.36, whose reader checks no more than this.
 */
final class MetadataFile {
  private static final int PAIR = 0x82;
  private static final int OPEN_ARRAY = 0x9f;
  private static final int END = 0xff;
  private static final int BYTES = 0x40;
  private static final int MAJOR = 0xe0;
  private static final int DIGEST = 32;

  private final InputStream in;
  private final MessageDigest sha = Sha256.begin();
  private long entries;

  private MetadataFile(InputStream in) {
    this.in = in;
  }

  /**
   * Returns how many entries it has, after all of it was read.
   *
   * @throws IOException if it is cut, changed, or something else
   */
  static long entriesOf(InputStream in) throws IOException {
    MetadataFile file = new MetadataFile(new BufferedInputStream(in));
    file.read();
    return file.entries;
  }

  private void read() throws IOException {
    require(in.read() == PAIR, "it does not begin as a backup does");
    require(next() == OPEN_ARRAY, "it does not begin as a backup does");
    for (int head = next(); head != END; head = next()) {
      require(head == PAIR, "entry " + entries + " is no pair");
      skipString();
      skipString();
      entries++;
    }
    byte[] counted = sha.digest();
    require(in.read() == (BYTES | 24) && in.read() == DIGEST, "its digest is missing");
    require(Arrays.equals(in.readNBytes(DIGEST), counted), "its digest is another one");
    require(in.read() < 0, "something follows its digest");
  }

  private void skipString() throws IOException {
    int head = next();
    require((head & MAJOR) == BYTES, "entry " + entries + " is no byte string");
    long length = length(head & ~MAJOR);
    byte[] buffer = new byte[8192];
    while (length > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, length));
      if (read < 0) {
        throw new EOFException("it ends in entry " + entries);
      }
      sha.update(buffer, 0, read);
      length -= read;
    }
  }

  private long length(int code) throws IOException {
    if (code < 24) {
      return code;
    }
    require(code <= 27, "entry " + entries + " has no length");
    long length = 0;
    for (int i = 0; i < 1 << (code - 24); i++) {
      length = length << 8 | next();
    }
    require(length >= 0, "entry " + entries + " has no length");
    return length;
  }

  private int next() throws IOException {
    int one = in.read();
    if (one < 0) {
      throw new EOFException("it ends in entry " + entries);
    }
    sha.update((byte) one);
    return one;
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
