package io.lotusflow.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One connection after the other: asks for a range, writes what comes, asks for the next. */
final class Puller implements Runnable {
  private static final int CHUNK = 128 << 10;

  private final Http http;
  private final Mirrors mirrors;
  private final Ranges ranges;
  private final GrowingFile file;
  private final Throttle throttle;
  private final Patience patience;
  private final byte[] chunk = new byte[CHUNK];

  Puller(
      Http http,
      Mirrors mirrors,
      Ranges ranges,
      GrowingFile file,
      Throttle throttle,
      Patience patience) {
    this.http = http;
    this.mirrors = mirrors;
    this.ranges = ranges;
    this.file = file;
    this.throttle = throttle;
    this.patience = patience;
  }

  @Override
  public void run() {
    try {
      for (Optional<Pull> pull = ranges.next(); pull.isPresent(); pull = ranges.next()) {
        bring(pull.get());
      }
    } catch (IOException over) {
      ranges.end(over);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      ranges.end(new IOException("a connection died", bug));
      throw bug;
    }
  }

  private void bring(Pull pull) throws IOException, InterruptedException {
    try {
      Mirror mirror = mirrors.take(pull);
      try {
        ranges.begin(pull, mirror);
        pull(pull, mirror);
      } finally {
        mirrors.giveBack(mirror);
      }
    } finally {
      ranges.giveBack(pull);
    }
  }

  private void pull(Pull pull, Mirror mirror) throws DiskFailed, InterruptedException {
    try {
      ask(pull, mirror);
      mirrors.served(mirror, pull.got(), System.nanoTime() - pull.began());
    } catch (DiskFailed local) {
      throw local;
    } catch (IOException broken) {
      if (ranges.failure().isEmpty()) {
        mirrors.failed(mirror, pull.granted(), pull.got(), broken);
      }
    }
  }

  private void ask(Pull pull, Mirror mirror) throws IOException, InterruptedException {
    Offer offer = mirror.offer();
    Http.Answer answer = http.ask("GET", offer.url(), headers(pull, offer));
    try {
      new Reply(answer, offer).refuseAnythingElse(pull);
      try (InputStream body = answer.body()) {
        if (!offer.ranges()) {
          skip(body, pull.from());
        }
        take(body, pull);
      }
    } finally {
      closeUnlessFinished(pull, answer.connection());
    }
  }

  /** A connection whose answer was read to its end is used again by itself. */
  private static void closeUnlessFinished(Pull pull, HttpURLConnection connection) {
    if (pull.left() > 0 || pull.wasShared()) {
      connection.disconnect();
    }
  }

  private static Map<String, String> headers(Pull pull, Offer offer) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept-Encoding", "identity");
    if (offer.ranges()) {
      headers.put("Range", "bytes=" + pull.from() + '-' + (pull.end() - 1));
      if (offer.hasStrongEtag()) {
        headers.put("If-Range", offer.etag());
      }
    }
    return headers;
  }

  /** A server without ranges begins anew: what is here already must be the same. */
  private void skip(InputStream body, long bytes) throws IOException {
    long position = 0;
    while (position < bytes) {
      int count = body.read(chunk, 0, (int) Math.min(chunk.length, bytes - position));
      if (count < 0) {
        throw new IOException("it ended after " + position + " bytes");
      }
      if (!file.holds(chunk, count, position)) {
        throw new SourceChanged("its first " + (position + count) + " bytes are others now");
      }
      position += count;
    }
  }

  private void take(InputStream body, Pull pull) throws IOException, InterruptedException {
    Pace pace = new Pace(patience);
    boolean more = true;
    while (more) {
      int count = body.read(chunk);
      if (count < 0) {
        ranges.endsHere(pull);
        if (pull.left() > 0) {
          throw new IOException("it ended " + pull.left() + " bytes too early");
        }
        return;
      }
      int wanted = ranges.wanted(pull, count);
      file.write(chunk, 0, wanted, pull.position());
      more = ranges.arrived(pull, wanted);
      throttle.passed(wanted);
      pace.passed(count);
    }
  }

  /** Notices a connection that brings something, but next to nothing. */
  private static final class Pace {
    private final Patience patience;
    private long since = System.nanoTime();
    private long bytes;

    Pace(Patience patience) {
      this.patience = patience;
    }

    void passed(int count) throws TooSlow {
      bytes += count;
      long now = System.nanoTime();
      if (bytes >= patience.leastBytes()) {
        since = now;
        bytes = 0;
      } else if (now - since > patience.silence().toNanos()) {
        throw new TooSlow(
            "only " + bytes + " bytes came in " + patience.silence().toSeconds() + " s");
      }
    }
  }
}
