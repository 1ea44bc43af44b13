package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Answers one request. */
final class Answer {
  private static final int BUFFER = 128 * 1024;

  private static final String PAGE =
      "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in to this network.</body></html>\n";

  private final HttpExchange exchange;
  private final DownloadFaults faults;

  Answer(HttpExchange exchange, DownloadFaults faults) {
    this.exchange = exchange;
    this.faults = faults;
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  HttpExchange exchange() {
    return exchange;
  }

  void notFound() throws IOException {
    text(404, "nothing here: " + path() + "\n");
  }

  void redirect(String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    text(302, "");
  }

  void text(int status, String text) throws IOException {
    bytes(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  void bytes(int status, String type, byte[] body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    if (isHead() || body.length == 0) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Whole or in part, with ETag; befallen by the faults that are set. */
  void download(Download file) throws IOException {
    Optional<DownloadFaults.Refusal> refusal = faults.refusal(path());
    if (refusal.isPresent()) {
      exchange.getResponseHeaders().set("Retry-After", refusal.get().retryAfter());
      text(refusal.get().status(), "a fault refuses this download\n");
    } else if (faults.sendsPage(path())) {
      bytes(200, "text/html; charset=utf-8", PAGE.getBytes(UTF_8));
    } else {
      parts(faults.told(file, path()));
    }
  }

  private void parts(Download download) throws IOException {
    String etag = '"' + download.sha256().substring(0, 32) + faults.etagSuffix(path()) + '"';
    boolean wholeOnly = faults.ignoresRanges(path());
    Headers headers = exchange.getResponseHeaders();
    headers.set("ETag", etag);
    if (!wholeOnly) {
      headers.set("Accept-Ranges", "bytes");
    }
    headers.set("Content-Type", "application/octet-stream");
    if (etag.equals(request("If-None-Match").orElse(""))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    long length = download.length();
    boolean sameFile = request("If-Range").map(etag::equals).orElse(true);
    Optional<Range> range =
        request("Range")
            .filter(header -> sameFile && !wholeOnly)
            .flatMap(header -> Range.parse(header, length));
    if (range.isPresent() && !range.get().satisfiable()) {
      headers.set("Content-Range", "bytes */" + length);
      text(416, "");
      return;
    }
    range.ifPresent(
        part ->
            headers.set(
                "Content-Range", "bytes %d-%d/%d".formatted(part.first(), part.last(), length)));
    send(download, range.isPresent() ? 206 : 200, range.orElse(new Range(0, length - 1)));
  }

  private void send(Download download, int status, Range part) throws IOException {
    if (isHead()) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(part.length()));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, part.length());
    OutputStream body =
        faults.befall(exchange.getResponseBody(), path(), part.first(), download.length());
    try (InputStream content = download.open()) {
      content.skipNBytes(part.first());
      byte[] buffer = new byte[BUFFER];
      long left = part.length();
      while (left > 0) {
        int read = content.read(buffer, 0, (int) Math.min(BUFFER, left));
        if (read < 0) {
          throw new IOException(path() + " became shorter while it was sent");
        }
        body.write(buffer, 0, read);
        left -= read;
      }
    }
    body.flush();
  }

  private boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private Optional<String> request(String header) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(header));
  }
}
