package io.lotusflow.copy;

import com.sun.nio.file.ExtendedOpenOption;
import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is in a file, and what is said of it: read, written, and taken along. */
public final class FileBytes {
  private static final Logger log = LoggerFactory.getLogger(FileBytes.class);
  private static final int CHUNK = 1 << 20;
  private static final byte[] ZEROES = new byte[CHUNK];
  private static final int MODE = 0xFFF;
  private static final int LARGEST_BLOCK = 64 << 10;

  /** So much is written before the disk is asked to keep it. */
  private static final long FLUSH = 64L << 20;

  private final Pace pace;
  private final Read read;
  private final ThreadLocal<ByteBuffer> direct =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK + LARGEST_BLOCK));

  /** Somebody who is told of bytes that were read. */
  interface Read {
    void bytes(int count, boolean written);
  }

  FileBytes(Pace pace, Read read) {
    this.pace = pace;
    this.read = read;
  }

  /**
   * Copies what is in a file into one that may have the beginning of it, which is then compared and
   * not written again. Holes stay holes.
   *
   * @return the digest of what was read
   */
  String transfer(Path file, Path part) throws IOException {
    MessageDigest digest = Sha256.begin();
    try (FileChannel in = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      ByteBuffer there = ByteBuffer.allocate(CHUNK);
      long length = 0;
      Flushing flushing = new Flushing(out);
      boolean again = out.size() > 0;
      while (fill(in, chunk)) {
        int bytes = chunk.remaining();
        pace.await(bytes);
        digest.update(chunk.duplicate());
        boolean same = again && has(out, length, chunk, there);
        if (again && !same) {
          out.truncate(length);
          again = false;
        }
        if (!same && !isZero(chunk)) {
          writeAt(out, chunk, length);
        }
        length += bytes;
        read.bytes(bytes, !same);
        flushing.upTo(length);
      }
      flushing.end();
      setLength(out, length);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Puts on disk what was written, beside the writing: else a long file would be dirty at once. */
  private static final class Flushing {
    private final FileChannel out;
    private Thread thread = new Thread();
    private long flushed;

    Flushing(FileChannel out) {
      this.out = out;
    }

    void upTo(long length) {
      if (length - flushed >= FLUSH && !thread.isAlive()) {
        flushed = length;
        thread = new Thread(this::flush, "copy-flush");
        thread.setDaemon(true);
        thread.start();
      }
    }

    /** What fails here fails again when the whole file is put on disk. */
    private void flush() {
      try {
        out.force(false);
      } catch (IOException again) {
        log.debug("not flushed", again);
      }
    }

    void end() throws InterruptedIOException {
      try {
        thread.join();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while copying");
      }
    }
  }

  private static void setLength(FileChannel out, long length) throws IOException {
    if (out.size() > length) {
      out.truncate(length);
    } else if (out.size() < length) {
      writeAt(out, ByteBuffer.allocate(1), length - 1);
    }
  }

  private static boolean has(FileChannel out, long position, ByteBuffer chunk, ByteBuffer there)
      throws IOException {
    there.clear().limit(chunk.remaining());
    long at = position;
    while (there.hasRemaining()) {
      int bytes = out.read(there, at);
      if (bytes < 0) {
        return false;
      }
      at += bytes;
    }
    return there.flip().mismatch(chunk) < 0;
  }

  private static boolean fill(FileChannel in, ByteBuffer chunk) throws IOException {
    chunk.clear();
    while (chunk.hasRemaining() && in.read(chunk) >= 0) {
      // Reads may be short.
    }
    chunk.flip();
    return chunk.hasRemaining();
  }

  private static void writeAt(FileChannel out, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      at += out.write(rest, at);
    }
  }

  private static boolean isZero(ByteBuffer chunk) {
    return chunk.mismatch(ByteBuffer.wrap(ZEROES, 0, chunk.limit())) < 0;
  }

  /** The digest of what lies on the disk, past what the kernel remembers where it lets us. */
  String digestFromDisk(Path file) throws IOException {
    int block = Math.toIntExact(Math.max(4096, Files.getFileStore(file).getBlockSize()));
    if (Files.size(file) < block || block > LARGEST_BLOCK) {
      return digest(file);
    }
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
      return digest(in, direct.get().alignedSlice(block), block);
    } catch (IOException | UnsupportedOperationException notDirectly) {
      if (Thread.currentThread().isInterrupted()) {
        throw notDirectly;
      }
      return digest(file);
    }
  }

  private String digest(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      return digest(in, ByteBuffer.allocate(CHUNK), 1);
    }
  }

  /** A read past the cache comes in whole blocks, but for the last one. */
  private String digest(FileChannel in, ByteBuffer chunk, int block) throws IOException {
    MessageDigest digest = Sha256.begin();
    int whole = chunk.capacity() - chunk.capacity() % block;
    while (in.position() < in.size()) {
      chunk.clear().limit(whole);
      int bytes = in.read(chunk);
      pace.await(bytes);
      digest.update(chunk.flip());
      read.bytes(bytes, false);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Owner, group, mode, and the attributes that users give. */
  public static void takeOwner(Path like, Path file) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!now.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    int mode = mode(like);
    if (mode(file) != mode) {
      Files.setAttribute(file, "unix:mode", mode);
    }
    takeUserAttributes(like, file);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & MODE;
  }

  private static void takeUserAttributes(Path like, Path file) throws IOException {
    UserDefinedFileAttributeView from =
        Files.getFileAttributeView(like, UserDefinedFileAttributeView.class);
    if (from == null) {
      return;
    }
    List<String> names = namesOf(from);
    for (String name : names) {
      ByteBuffer value = ByteBuffer.allocate(from.size(name));
      from.read(name, value);
      Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
          .write(name, value.flip());
    }
  }

  private static List<String> namesOf(UserDefinedFileAttributeView view) throws IOException {
    try {
      return view.list();
    } catch (IOException notOnThisFileSystem) {
      return List.of();
    }
  }

  static void setTime(Path file, long mtime) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(mtime, TimeUnit.NANOSECONDS));
  }

  /** Puts a file, or the names in a folder, on the disk. */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    }
  }

  static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }
}
