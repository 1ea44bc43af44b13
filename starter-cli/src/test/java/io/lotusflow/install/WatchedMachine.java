package io.lotusflow.install;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This machine, but whatever a command run through it writes outside its own folder is kept apart:
 * in a mount namespace with an empty layer above each of the machine's folders. So it is seen what
 * was written, and by whom: other programs do not write there.
 */
final class WatchedMachine implements AutoCloseable {

  private static final String SCRIPT =
      """
      set -e
      mine=$1
      mount --make-rprivate /
      mkdir -p "$mine/layers"
      mount -t tmpfs -o mode=0755 none "$mine/layers"
      for folder in /etc /home /opt /root /srv /usr /var; do
        [ -d "$folder" ] && [ ! -h "$folder" ] || continue
        mkdir -p "$mine/layers/new$folder" "$mine/layers/work$folder"
        mount -t overlay -o "lowerdir=$folder,upperdir=$mine/layers/new$folder,workdir=$mine/layers/work$folder" none "$folder"
      done
      touch "$mine/watching"
      exec cat # until who reads its other end is gone, however that ends
      """;

  private final Path folder;
  private final Process holder;

  private WatchedMachine(Path folder, Process holder) {
    this.folder = folder;
    this.holder = holder;
  }

  /** Whether this user may make one. */
  static boolean isPermitted() {
    try {
      String overlay =
          "mount -t tmpfs none /mnt && mkdir /mnt/a /mnt/b /mnt/c &&"
              + " mount -t overlay -o lowerdir=/mnt/a,upperdir=/mnt/b,workdir=/mnt/c none /mnt/a";
      return new ProcessBuilder("unshare", "--mount", "sh", "-c", overlay)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** With a folder that both sides see; it must lie in none of those that are watched. */
  static WatchedMachine in(Path folder) {
    try {
      Process holder =
          new ProcessBuilder("unshare", "--mount", "sh", "-c", SCRIPT, "sh", folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("watched.log").toFile())
              .start();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> Files.exists(folder.resolve("watching")) || !holder.isAlive());
      return new WatchedMachine(folder, holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to put before a command. */
  List<String> prefix() {
    return List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--wdns=" + folder);
  }

  /** All that was made, changed or deleted on the machine. */
  List<String> changes() {
    Path layers = Path.of("/proc/" + holder.pid() + "/root" + folder + "/layers/new");
    List<String> changes = new ArrayList<>();
    try (Stream<Path> all = Files.walk(layers)) {
      all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || isEmpty(file))
          .map(file -> "/" + layers.relativize(file))
          .filter(file -> file.indexOf('/', 1) > 0)
          .forEach(changes::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changes;
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
