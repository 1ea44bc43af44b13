package io.lotusflow.sealworker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * By which a file that was written to is known again. Times in nanoseconds.
 *
 * @param ctime moves also where somebody sets the other one back
 */
record FileStamp(long size, long mtime, long ctime) {

  static FileStamp of(Path file) throws IOException {
    Map<String, Object> read =
        Files.readAttributes(file, "unix:size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        (Long) read.get("size"), nanos(read.get("lastModifiedTime")), nanos(read.get("ctime")));
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }
}
