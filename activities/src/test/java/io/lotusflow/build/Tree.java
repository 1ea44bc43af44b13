package io.lotusflow.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every file below a folder with its inode, size and times: equal only if nothing was touched. */
final class Tree {
  private Tree() {}

  static Map<String, String> of(Path folder) {
    Map<String, String> traits = new TreeMap<>();
    if (!Files.exists(folder)) {
      return traits;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        traits.put(
            folder.relativize(path).toString(),
            Files.readAttributes(
                    path, "unix:ino,size,lastModifiedTime,ctime,mode", LinkOption.NOFOLLOW_LINKS)
                .toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return traits;
  }
}
