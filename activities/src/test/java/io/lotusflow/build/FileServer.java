package io.lotusflow.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Serves a folder over HTTP on loopback: ranges, what was asked for, and slowness on demand. */
final class FileServer implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Files whose path holds this come slowly; empty = none. */
  volatile String slow = "";

  /** Files whose path holds this are cut after half; empty = none. */
  volatile String cut = "";

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FileServer(Path folder) {
    this.folder = folder;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestURI().toString());
    Path file = folder.resolve(path.substring(1)).normalize();
    if (Files.isDirectory(file)) {
      file = file.resolve("index.json");
    }
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    try (OutputStream body = exchange.getResponseBody()) {
      if (!cut.isEmpty() && path.contains(cut)) {
        body.write(bytes, from, (bytes.length - from) / 2);
        body.flush();
        throw new IOException("cut on purpose");
      }
      send(body, bytes, from, path);
    }
  }

  private void send(OutputStream body, byte[] bytes, int from, String path) throws IOException {
    int at = from;
    while (at < bytes.length) {
      boolean slowly = !slow.isEmpty() && path.contains(slow);
      int piece = Math.min(slowly ? 64 : 1 << 16, bytes.length - at);
      body.write(bytes, at, piece);
      body.flush();
      at += piece;
      if (slowly) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
