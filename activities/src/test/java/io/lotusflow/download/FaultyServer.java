package io.lotusflow.download;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server that serves files with ranges and ETags, and misbehaves as a test says. */
public final class FaultyServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int CHUNK = 8 << 10;

  /** Method, path and range of every request. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** Bytes of files, without those of the first sample. */
  public final AtomicLong sent = new AtomicLong();

  /** Answers that many GETs of files with 503 and {@code Retry-After}. */
  public final AtomicInteger busy = new AtomicInteger();

  /** Closes that many answers after half of what they announced. */
  public final AtomicInteger cut = new AtomicInteger();

  /** Sends a third of that many answers and then nothing for long. */
  public final AtomicInteger stall = new AtomicInteger();

  public volatile boolean ranges = true;
  public volatile boolean etags = true;

  /** Does not say how long a file is. */
  public volatile boolean chunked;

  public volatile String type = "application/octet-stream";
  public volatile int retryAfter;

  /** It is gone for good once it has sent so many bytes. */
  public volatile long lives = Long.MAX_VALUE;

  /** Of each connection; 0 = as fast as it goes. */
  public volatile int bytesPerSecond;

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  public FaultyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public FaultyServer file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  public FaultyServer text(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public FaultyServer redirect(String from, String to) {
    redirects.put(from, to);
    return this;
  }

  /** GETs of that file that are not the first sample of it. */
  public List<String> gets(String path) {
    return requests.stream()
        .filter(request -> (request + ' ').startsWith("GET " + path + ' '))
        .filter(request -> !isSample(request))
        .toList();
  }

  private static boolean isSample(String request) {
    return request.endsWith(" bytes=0-262143");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      String request =
          exchange.getRequestMethod() + ' ' + path + (range == null ? "" : ' ' + range);
      requests.add(request);
      byte[] content = files.get(path);
      if (redirects.containsKey(path)) {
        exchange.getResponseHeaders().add("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (path.contains(".sha256")) {
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      } else if (!isSample(request) && sent.get() >= lives) {
        return;
      } else if (!isSample(request) && oneOf(busy)) {
        exchange.getResponseHeaders().add("Retry-After", Integer.toString(retryAfter));
        exchange.sendResponseHeaders(503, -1);
      } else {
        send(exchange, content, range, isSample(request));
      }
    }
  }

  private static boolean oneOf(AtomicInteger count) {
    return count.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  private void send(HttpExchange exchange, byte[] content, String range, boolean sample)
      throws IOException {
    String etag = '"' + Integer.toHexString(Arrays.hashCode(content)) + '"';
    if (etags) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    String wanted = exchange.getRequestHeaders().getFirst("If-Range");
    Matcher words = RANGE.matcher(range == null ? "" : range);
    boolean partial = words.matches() && ranges && (wanted == null || wanted.equals(etag));
    int from = partial ? Integer.parseInt(words.group(1)) : 0;
    int last =
        partial && !words.group(2).isEmpty()
            ? Math.min(Integer.parseInt(words.group(2)), content.length - 1)
            : content.length - 1;
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (partial) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, last, content.length));
    }
    exchange.sendResponseHeaders(partial ? 206 : 200, chunked ? 0 : last + 1 - from);
    write(exchange.getResponseBody(), content, from, last + 1 - from, sample);
  }

  private void write(OutputStream body, byte[] content, int from, int length, boolean sample)
      throws IOException {
    if (sample) {
      body.write(content, from, length);
    } else if (oneOf(cut)) {
      write(body, content, from, length / 2);
    } else if (oneOf(stall)) {
      write(body, content, from, length / 3);
      awaitClose(TimeUnit.MINUTES.toMillis(1));
    } else {
      write(body, content, from, length);
    }
  }

  private void write(OutputStream body, byte[] content, int from, int length) throws IOException {
    for (int at = 0; at < length && sent.get() < lives; at += CHUNK) {
      int count = Math.min(CHUNK, length - at);
      body.write(content, from + at, count);
      body.flush();
      sent.addAndGet(count);
      if (bytesPerSecond > 0) {
        awaitClose(1000L * count / bytesPerSecond);
      }
    }
  }

  private void awaitClose(long millis) {
    try {
      closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
