package io.lotusflow.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is in a file, and what is said of it: read, written, and taken along. */
public final class FileBytes {
  /** What is compared, or left out as a hole, at once. */
  private static final int PIECE = 1 << 20;

  /** In pieces. A read or write past the cache waits for the disk, so it has to be worth it. */
  private static final int LARGEST = 4;

  /** In pieces, of all that copy side by side: a worker has little memory. */
  private static final int ALL = 8;

  private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(PIECE);
  private static final int MODE = 0xFFF;

  private final Pace pace;
  private final Read read;
  private final ThreadLocal<ByteBuffer> chunks;
  private final ThreadLocal<ByteBuffer> others =
      ThreadLocal.withInitial(() -> PastCache.buffer(PIECE));

  /** Somebody who is told of bytes that were read. */
  interface Read {
    void bytes(int count, boolean written);
  }

  FileBytes(Pace pace, Read read) {
    this.pace = pace;
    this.read = read;
    int pieces = Math.max(1, Math.min(LARGEST, ALL / pace.parallel()));
    this.chunks = ThreadLocal.withInitial(() -> PastCache.buffer(pieces * PIECE));
  }

  /**
   * Copies what is in a file into one that may have the beginning of it, which is then compared and
   * not written again. Holes stay holes.
   *
   * @param checksum takes what is read
   */
  void transfer(Path file, Path part, Checksum checksum) throws IOException {
    try (PastCache in = PastCache.read(file);
        PastCache out = PastCache.write(part)) {
      ByteBuffer chunk = chunks.get();
      boolean again = out.size() > 0;
      long length = 0;
      do {
        in.read(chunk, length);
        int bytes = chunk.remaining();
        pace.await(bytes);
        checksum.update(chunk.duplicate());
        int same = again ? same(out, length, chunk) : 0;
        if (again && same < bytes) {
          out.truncate(length + same);
          again = false;
        }
        writeData(out, chunk, same, length);
        read.bytes(same, false);
        read.bytes(bytes - same, true);
        length += bytes;
      } while (chunk.limit() == chunk.capacity());
      out.setLength(length);
    }
  }

  /** How much of the chunk is there already, in whole pieces. */
  private int same(PastCache out, long position, ByteBuffer chunk) throws IOException {
    ByteBuffer there = others.get();
    int same = 0;
    while (same < chunk.limit()) {
      ByteBuffer piece = piece(chunk, same);
      out.read(there, position + same);
      // What lies behind the end of the file is cut off in the end.
      int length = Math.min(there.limit(), piece.limit());
      if (length < piece.limit() || there.limit(length).mismatch(piece) >= 0) {
        return same;
      }
      same += length;
    }
    return same;
  }

  /** But for pieces of nothing but zeroes. */
  private static void writeData(PastCache out, ByteBuffer chunk, int first, long position)
      throws IOException {
    int from = first;
    while (from < chunk.limit()) {
      int to = from;
      while (to < chunk.limit() && !isZero(piece(chunk, to))) {
        to += piece(chunk, to).limit();
      }
      if (to > from) {
        out.write(chunk.slice(from, to - from), position + from);
      }
      from = to + PIECE;
    }
  }

  private static ByteBuffer piece(ByteBuffer chunk, int from) {
    return chunk.slice(from, Math.min(PIECE, chunk.limit() - from));
  }

  private static boolean isZero(ByteBuffer piece) {
    return piece.mismatch(ZEROES.slice(0, piece.limit())) < 0;
  }

  /**
   * What lies on the disk, past what the kernel remembers where it lets us.
   *
   * @param checksum takes it
   * @return whether it was past that
   */
  boolean readBack(Path file, Checksum checksum) throws IOException {
    try (PastCache in = PastCache.read(file)) {
      ByteBuffer chunk = chunks.get();
      long length = 0;
      do {
        in.read(chunk, length);
        int bytes = chunk.remaining();
        pace.await(bytes);
        checksum.update(chunk.duplicate());
        length += bytes;
        read.bytes(bytes, false);
      } while (chunk.limit() == chunk.capacity());
      return !in.isThroughCache();
    }
  }

  /**
   * Owner, group, mode, and the attributes that users give.
   *
   * @throws OwnerRefused if it may not be given to whom it is to belong
   */
  public static void takeOwner(Path like, Path file) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      give(view, wanted);
    } catch (FileSystemException refused) {
      throw isRefusal(refused)
          ? new OwnerRefused(file, wanted.owner() + ":" + wanted.group(), refused)
          : refused;
    }
    int mode = mode(like);
    if (mode(file) != mode) {
      Files.setAttribute(file, "unix:mode", mode);
    }
    takeUserAttributes(like, file);
  }

  private static void give(PosixFileAttributeView view, PosixFileAttributes wanted)
      throws IOException {
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!now.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
  }

  /** Any other failure is the disk's. */
  private static boolean isRefusal(FileSystemException failed) {
    return failed instanceof AccessDeniedException
        || "Operation not permitted".equals(failed.getReason());
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
