package io.lotusflow.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks a server for a file: where it really is, how long, and how fast its first bytes come. */
public final class Survey {
  private static final int SAMPLE = 256 << 10;

  private final Http http;

  public Survey(Http http) {
    this.http = http;
  }

  /**
   * Follows redirects to the file that does not move.
   *
   * @param sha256 known beforehand; empty = the one published beside the file
   * @throws IOException if there is none, or a web page in its place
   */
  public Offer ask(URI url, String sha256) throws IOException {
    long began = System.nanoTime();
    Http.Answer answer = http.ask("GET", url, Map.of("Range", "bytes=0-" + (SAMPLE - 1)));
    try {
      refuseWhatIsNoFile(answer);
      long bytes = length(answer);
      long speed = speed(answer, began);
      String digest = sha256.isEmpty() ? new Checksums(http).published(answer.url()) : sha256;
      return new Offer(
          answer.url(), bytes, answer.header("ETag"), digest, answer.status() == 206, speed);
    } finally {
      answer.connection().disconnect();
    }
  }

  private static void refuseWhatIsNoFile(Http.Answer answer) throws IOException {
    if (answer.status() != 200 && answer.status() != 206) {
      throw answer.refused();
    }
    String type = answer.header("Content-Type").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html")) {
      throw new HttpRefused("a web page, no file, at " + answer.url());
    }
  }

  private static long length(Http.Answer answer) throws IOException {
    return answer.status() == 206
        ? ContentRange.parse(answer.header("Content-Range")).map(ContentRange::total).orElse(0L)
        : Math.max(0, answer.length());
  }

  private static long speed(Http.Answer answer, long began) throws IOException {
    try (InputStream body = answer.body()) {
      long bytes = body.readNBytes(SAMPLE).length;
      return bytes * TimeUnit.SECONDS.toNanos(1) / Math.max(1, System.nanoTime() - began);
    }
  }
}
