package io.lotusflow.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** A file that grows while it is fetched, with the digest of what it holds. */
final class PartFile implements AutoCloseable {
  private static final int CHUNK = 1 << 18;

  private final FileChannel channel;
  private MessageDigest sha256 = newDigest();
  private volatile long bytes;

  private PartFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens it where an earlier attempt left off; what is there is read again for the digest.
   *
   * @param beat hears how much of it has been read
   */
  static PartFile open(Path file, LongConsumer beat) throws IOException {
    PartFile part =
        new PartFile(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    if (Files.size(file) > 0) {
      try (InputStream there = Files.newInputStream(file)) {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        for (int read = there.read(chunk); read >= 0; read = there.read(chunk)) {
          part.sha256.update(chunk, 0, read);
          bytes += read;
          beat.accept(bytes);
        }
        part.bytes = bytes;
      }
    }
    return part;
  }

  long bytes() {
    return bytes;
  }

  void clear() throws IOException {
    channel.truncate(0);
    sha256 = newDigest();
    bytes = 0;
  }

  /** Appends until the stream ends or breaks. */
  void append(InputStream body) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read);
      long at = bytes;
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
      sha256.update(chunk, 0, read);
      bytes = at;
    }
  }

  /** The digest of all of it, after which it is on disk and cannot grow. */
  String finish() throws IOException {
    channel.force(true);
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
