package io.lotusflow.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * By which a file that was written to is known again. Times in nanoseconds.
 *
 * @param ctime moves also where somebody sets the other one back, and where the file is renamed
 */
public record FileStamp(long size, long mtime, long ctime) {

  /** Something in a folder, asked of the file system once. */
  record Found(int mode, FileStamp stamp) {
    private static final int KIND = 0xF000;

    static Found at(Path path) throws IOException {
      Map<String, Object> read =
          Files.readAttributes(
              path, "unix:mode,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
      return new Found(
          (Integer) read.get("mode"),
          new FileStamp(
              (Long) read.get("size"),
              nanos(read.get("lastModifiedTime")),
              nanos(read.get("ctime"))));
    }

    boolean isFolder() {
      return (mode & KIND) == 0x4000;
    }

    boolean isFile() {
      return (mode & KIND) == 0x8000;
    }

    boolean isLink() {
      return (mode & KIND) == 0xA000;
    }
  }

  public static FileStamp of(Path file) throws IOException {
    return Found.at(file).stamp();
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  /** Three fields, as {@link #parse} takes them. */
  String line() {
    return size + "\t" + mtime + "\t" + ctime;
  }

  static FileStamp parse(String[] fields, int first) {
    return new FileStamp(
        Long.parseLong(fields[first]),
        Long.parseLong(fields[first + 1]),
        Long.parseLong(fields[first + 2]));
  }

  /** As {@link #isOf}, of a file that is a regular one; asks for no more than that takes. */
  public boolean isOf(Path file) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return now.isRegularFile()
        && size == now.size()
        && mtime == now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }

  /** The same, but for a rename. */
  public boolean isOf(FileStamp other) {
    return size == other.size && mtime == other.mtime;
  }
}
