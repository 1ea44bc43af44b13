package io.lotusflow.chain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that serves files with ranges and ETags, and misbehaves as a test says. */
final class FaultyServer implements AutoCloseable {
  /** Method, path and range of every request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Answers that many GETs of files with 503 and {@code Retry-After: 0}. */
  final AtomicInteger busy = new AtomicInteger();

  /** Closes that many answers after half of what they announced. */
  final AtomicInteger cut = new AtomicInteger();

  /** Sends a third of that many answers and then nothing for long. */
  final AtomicInteger stall = new AtomicInteger();

  volatile boolean ranges = true;

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  FaultyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  FaultyServer file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  FaultyServer text(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  FaultyServer redirect(String from, String to) {
    redirects.put(from, to);
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestMethod() + ' ' + path + (range == null ? "" : ' ' + range));
      byte[] content = files.get(path);
      if (redirects.containsKey(path)) {
        exchange.getResponseHeaders().add("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        headers(exchange, content);
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        exchange.sendResponseHeaders(200, -1);
      } else if (path.contains(".sha256")) {
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      } else if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(503, -1);
      } else {
        send(exchange, content, range);
      }
    }
  }

  private static void headers(HttpExchange exchange, byte[] content) {
    exchange
        .getResponseHeaders()
        .set("ETag", '"' + Integer.toHexString(Arrays.hashCode(content)) + '"');
  }

  private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
    headers(exchange, content);
    String wanted = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = wanted == null || wanted.equals(exchange.getResponseHeaders().getFirst("ETag"));
    int from = range != null && ranges && same ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    int length = content.length - from;
    if (range != null && ranges && same) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(range != null && ranges && same ? 206 : 200, length);
    OutputStream body = exchange.getResponseBody();
    if (cut.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      body.write(content, from, length / 2);
      body.flush();
      return;
    }
    if (stall.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      body.write(content, from, length / 3);
      body.flush();
      awaitClose();
      return;
    }
    body.write(content, from, length);
  }

  private void awaitClose() {
    try {
      closed.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
