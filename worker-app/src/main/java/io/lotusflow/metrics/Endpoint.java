package io.lotusflow.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code http://127.0.0.1:PORT/metrics}, for programs of this host alone. */
public final class Endpoint implements AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final String PATH = "/metrics";
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int WAITING_AT_MOST = 8;

  private final HttpServer server;
  private final ExecutorService one;

  private Endpoint(HttpServer server, ExecutorService one) {
    this.server = server;
    this.one = one;
  }

  /**
   * Answers from now on.
   *
   * @param port 0 for any that is free
   * @throws IOException if another program listens there
   */
  public static Endpoint start(Metrics metrics, int port) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), WAITING_AT_MOST);
    ExecutorService one =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics endpoint");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(one);
    server.createContext("/", exchange -> answer(exchange, metrics));
    server.start();
    return new Endpoint(server, one);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Metrics metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] page = metrics.page().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", FORMAT);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    one.shutdownNow();
  }
}
