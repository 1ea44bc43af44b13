package io.lotusflow.rehearsal.site;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The site's process: {@code SiteMain FOLDER BLOCK_MILLISECONDS}. At most one serves a folder; a
 * second one ends at once.
 */
public final class SiteMain {
  private SiteMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    Duration blockDelay = Duration.ofMillis(Long.parseLong(args[1]));
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("site.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (lock.tryLock() == null) {
        System.out.println("another site serves this folder already");
        return;
      }
      serve(folder, blockDelay);
    }
  }

  private static void serve(Path folder, Duration blockDelay) throws InterruptedException {
    boolean serving = false;
    try {
      Site site = Site.open(folder, blockDelay);
      Runtime.getRuntime().addShutdownHook(new Thread(site::close));
      serving = true;
      System.out.println("serving " + folder);
      new CountDownLatch(1).await();
    } catch (IOException | RuntimeException | LinkageError e) {
      System.out.println(e);
    } finally {
      if (!serving) {
        // Threads begun so far would keep a site alive that holds its port and never answers.
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
