package io.lotusflow.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Child processes that download and are killed with SIGKILL in the middle. */
class KilledDownloadTest {
  private static final String FILE = "/a.car";
  private static final int KILLS = 3;
  private static final Pattern FROM = Pattern.compile("bytes=(\\d+)-");

  private final byte[] content = new byte[100 * KilledDownload.RANGE];
  @TempDir Path folder;

  @Test
  void losesOneUnfinishedRangeOfEachConnectionAtMost() throws IOException {
    new Random(1).nextBytes(content);
    try (FaultyServer server = new FaultyServer()) {
      server.file(FILE, content);
      server.bytesPerSecond = 400_000;
      for (int kill = 1; kill <= KILLS; kill++) {
        Process child = child(server.url(FILE));
        long finished = kill * 20L;
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> finishedRanges() >= finished || !child.isAlive());
        child.destroyForcibly();
        await().until(() -> !child.isAlive());
        assertThat(finishedRanges()).as("it was in the middle").isBetween(finished, 95L);
      }
      server.bytesPerSecond = 0;
      byte[] read =
          KilledDownload.download(folder, server.url(FILE))
              .run(InputStream::readAllBytes, bytes -> List.of());
      assertThat(Arrays.mismatch(read, content)).isEqualTo(-1);
      assertThat(rangesAskedTwice(server)).isLessThanOrEqualTo(KILLS * KilledDownload.CONNECTIONS);
    }
  }

  private Process child(String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledDownload.class.getName(),
            folder.toString(),
            url)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }

  private long finishedRanges() throws IOException {
    Path journal = folder.resolve("ranges");
    if (!Files.exists(journal)) {
      return 0;
    }
    return Files.readAllLines(journal).stream().filter(line -> line.startsWith("here ")).count();
  }

  private static long rangesAskedTwice(FaultyServer server) {
    long asked =
        server.gets(FILE).stream()
            .map(FROM::matcher)
            .filter(Matcher::find)
            .mapToLong(from -> Long.parseLong(from.group(1)) / KilledDownload.RANGE)
            .boxed()
            .toList()
            .size();
    return asked - 100;
  }
}
