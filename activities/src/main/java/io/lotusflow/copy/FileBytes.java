package io.lotusflow.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
  private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(PastCache.CHUNK);
  private static final int MODE = 0xFFF;

  private final Pace pace;
  private final Read read;
  private final ThreadLocal<ByteBuffer> chunks = ThreadLocal.withInitial(PastCache::chunk);
  private final ThreadLocal<ByteBuffer> others = ThreadLocal.withInitial(PastCache::chunk);

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
        boolean same = again && has(out, length, chunk);
        if (again && !same) {
          out.truncate(length);
          again = false;
        }
        if (!same && !isZero(chunk)) {
          out.write(chunk, length);
        }
        length += bytes;
        read.bytes(bytes, !same);
      } while (chunk.limit() == chunk.capacity());
      out.setLength(length);
    }
  }

  private boolean has(PastCache out, long position, ByteBuffer chunk) throws IOException {
    ByteBuffer there = others.get();
    out.read(there, position);
    // What lies behind the end of the file is cut off in the end.
    return there.limit() >= chunk.limit() && there.limit(chunk.limit()).mismatch(chunk) < 0;
  }

  private static boolean isZero(ByteBuffer chunk) {
    return chunk.mismatch(ZEROES.slice(0, chunk.limit())) < 0;
  }

  /**
   * What lies on the disk, past what the kernel remembers where it lets us.
   *
   * @param checksum takes it
   */
  void readBack(Path file, Checksum checksum) throws IOException {
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
    }
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
