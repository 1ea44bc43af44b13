package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Fetches one file over as many connections as it takes. The reading goes on in a thread of its
 * own, so that a server that says nothing cannot hold up the sign of life.
 */
final class Fetch {
  private static final Duration BEAT = Duration.ofMillis(500);

  private final Transfer transfer;
  private final SnapshotSource source;
  private final PartFile part;
  private final Patience patience;
  private final Consumer<JobProgress> pulse;
  private final Instant began = Instant.now();
  private final long had;

  Fetch(
      Transfer transfer,
      SnapshotSource source,
      PartFile part,
      Patience patience,
      Consumer<JobProgress> pulse) {
    this.transfer = transfer;
    this.source = source;
    this.part = part;
    this.patience = patience;
    this.pulse = pulse;
    this.had = part.bytes();
  }

  /**
   * Returns when all bytes are there.
   *
   * @throws SourceChanged if the server has another file now
   * @throws IOException if it failed too often in a row
   */
  void toItsEnd() throws IOException {
    int failures = 0;
    while (!isWhole()) {
      long before = part.bytes();
      try {
        oneConnection();
        if (source.bytes() == 0) {
          return;
        }
        failures = part.bytes() > before ? 0 : failures + 1;
      } catch (SourceChanged changed) {
        throw changed;
      } catch (IOException broken) {
        failures = part.bytes() > before ? 1 : failures + 1;
        if (failures >= patience.failures() || isFinal(broken)) {
          throw broken;
        }
        pause(broken);
      }
      if (failures >= patience.failures()) {
        throw new IOException("the server sends nothing more");
      }
    }
  }

  private boolean isWhole() throws SourceChanged {
    if (source.bytes() > 0 && part.bytes() > source.bytes()) {
      throw new SourceChanged("more than " + source.bytes() + " bytes came");
    }
    return source.bytes() > 0 && part.bytes() == source.bytes();
  }

  private static boolean isFinal(IOException broken) {
    return broken instanceof HttpRefused refused && !refused.mayPass();
  }

  private void pause(IOException broken) {
    Duration asked =
        broken instanceof HttpRefused refused
            ? refused.retryAfter().orElse(patience.pause())
            : patience.pause();
    Duration wait = asked.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : asked;
    Instant until = Instant.now().plus(wait);
    while (Instant.now().isBefore(until)) {
      beat(broken.getMessage() + "; trying again in " + wait.toSeconds() + " s");
      Pause.of(BEAT.compareTo(wait) < 0 ? BEAT : wait);
    }
  }

  private void oneConnection() throws IOException {
    AtomicReference<HttpURLConnection> connection = new AtomicReference<>();
    CompletableFuture<Void> reading = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read(connection);
                reading.complete(null);
              } catch (IOException | RuntimeException broken) {
                reading.completeExceptionally(broken);
              }
            },
            "snapshot-download");
    reader.setDaemon(true);
    reader.start();
    try {
      watch(reading);
    } finally {
      Optional.ofNullable(connection.get()).ifPresent(HttpURLConnection::disconnect);
      awaitEnd(reader);
    }
  }

  private void read(AtomicReference<HttpURLConnection> connection) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (part.bytes() > 0) {
      headers.put("Range", "bytes=" + part.bytes() + '-');
      if (!source.etag().isEmpty() && !source.etag().startsWith("W/")) {
        headers.put("If-Range", source.etag());
      }
    }
    Transfer.Answer answer = transfer.ask("GET", URI.create(source.location()), headers);
    connection.set(answer.connection());
    if (beginsRight(answer)) {
      try (InputStream body = answer.body()) {
        part.append(body);
      }
    }
  }

  /** Whether a body follows that continues what is there; else it was cleared for a new start. */
  private boolean beginsRight(Transfer.Answer answer) throws IOException {
    String etag = answer.header("ETag");
    boolean fine = answer.status() == 200 || answer.status() == 206;
    if (fine && !etag.isEmpty() && !source.etag().isEmpty() && !etag.equals(source.etag())) {
      throw new SourceChanged("its ETag was " + source.etag() + " and is " + etag);
    }
    if (answer.status() == 206) {
      ContentRange range =
          ContentRange.parse(answer.header("Content-Range"))
              .orElseThrow(() -> new IOException("a partial answer without Content-Range"));
      refuseLength(range.total());
      if (range.first() != part.bytes()) {
        throw new IOException("asked from %d, got %d".formatted(part.bytes(), range.first()));
      }
      return true;
    }
    if (answer.status() == 200) {
      refuseLength(Math.max(0, answer.length()));
      part.clear();
      return true;
    }
    if (answer.status() == 416) {
      part.clear();
      return false;
    }
    throw answer.refused();
  }

  private void refuseLength(long total) throws SourceChanged {
    if (total > 0 && source.bytes() > 0 && total != source.bytes()) {
      throw new SourceChanged("it had " + source.bytes() + " bytes and has " + total);
    }
  }

  private void watch(CompletableFuture<Void> reading) throws IOException {
    Instant since = Instant.now();
    long bytesThen = part.bytes();
    while (!reading.isDone()) {
      beat(speed());
      Pause.of(BEAT);
      if (part.bytes() - bytesThen >= patience.leastBytes() || part.bytes() < bytesThen) {
        since = Instant.now();
        bytesThen = part.bytes();
      } else if (Duration.between(since, Instant.now()).compareTo(patience.silence()) > 0) {
        throw new IOException("nothing came for " + patience.silence().toSeconds() + " s");
      }
    }
    try {
      reading.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw failed;
    }
  }

  /** The connection is closed; the reader must be gone before another one may write. */
  private void awaitEnd(Thread reader) {
    while (reader.isAlive()) {
      try {
        reader.join(BEAT.toMillis());
      } catch (InterruptedException shutdown) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while downloading", shutdown);
      }
    }
  }

  private String speed() {
    double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
    double perSecond = seconds < 1 ? 0 : (part.bytes() - had) / seconds;
    String left =
        perSecond < 1 || source.bytes() == 0
            ? ""
            : ", about %d min left"
                .formatted(1 + (long) ((source.bytes() - part.bytes()) / perSecond / 60));
    return new ByteSize((long) Math.max(0, perSecond)) + "/s" + left;
  }

  private void beat(String words) {
    double percent = source.bytes() == 0 ? -1 : 100.0 * part.bytes() / source.bytes();
    pulse.accept(
        new JobProgress(
            "downloading", percent, part.bytes(), source.bytes(), "bytes", words, 0, began));
  }
}
