package io.lotusflow.rehearsal.suite.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves an API on {@code /rpc/v0}, and a daemon's also on {@code /rpc/v1} and {@code /rpc/v2}. No
 * token grants read, a token that is not this node's is 401, application errors are 200 with code
 * 1, protocol errors 500. There is no websocket here.
 */
public final class RpcServer implements AutoCloseable {
  private static final Log LOG = new Log("rpc");
  private static final List<String> DEFAULT_PERMISSIONS = List.of("read");

  private final HttpServer http;
  private final TokenCheck tokens;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "rpc");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Listens, but answers nothing before {@link #start}. A taken port is a {@link BindException}
   * with Go's words.
   */
  public RpcServer(InetSocketAddress address, TokenCheck tokens) throws IOException {
    this.tokens = tokens;
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      http = HttpServer.create(address, 64);
    } catch (BindException e) {
      String where = address.getHostString() + ":" + address.getPort();
      BindException said =
          new BindException("listen tcp4 " + where + ": bind: address already in use");
      said.initCause(e);
      throw said;
    }
    http.setExecutor(workers);
    http.createContext("/", this::notFound);
  }

  public RpcServer serve(String path, Api api) {
    http.createContext(path, exchange -> handle(exchange, path, api));
    return this;
  }

  /** A path that answers with a bare status. */
  public RpcServer serveStatus(String path, int status) {
    http.createContext(path, exchange -> finish(exchange, status, ""));
    return this;
  }

  public RpcServer serveRaw(String path, RawService service) {
    http.createContext(path, exchange -> handleRaw(exchange, path, service));
    return this;
  }

  private void handleRaw(HttpExchange exchange, String path, RawService service)
      throws IOException {
    if (permissions(exchange).filter(permissions -> permissions.contains("admin")).isEmpty()) {
      finish(exchange, 401, "");
      return;
    }
    String below = exchange.getRequestURI().getPath().substring(path.length());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 200;
    try {
      service.serve(exchange.getRequestMethod(), below, exchange.getRequestBody(), body);
    } catch (NoSuchFileException e) {
      status = 404;
    } catch (IOException e) {
      LOG.error("paths/http_handler.go:1", String.valueOf(e.getMessage()));
      status = 500;
    }
    try (exchange) {
      exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
      if (body.size() > 0) {
        body.writeTo(exchange.getResponseBody());
      }
    }
  }

  public void start() {
    http.start();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  private void notFound(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    finish(exchange, 404, "404 page not found\n");
  }

  private void handle(HttpExchange exchange, String path, Api api) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      notFound(exchange);
      return;
    }
    if (Fault.RPC_503.countDown()) {
      finish(exchange, 503, "");
      return;
    }
    Optional<List<String>> permissions = permissions(exchange);
    if (permissions.isEmpty()) {
      finish(exchange, 401, "");
      return;
    }
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    boolean authorized = exchange.getRequestHeaders().containsKey("Authorization");
    if (!exchange.getRequestMethod().equals("POST")
        || (!authorized && !type.startsWith("application/json"))) {
      finish(exchange, 400, "");
      return;
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answer(exchange, api, body, permissions.get());
  }

  private Optional<List<String>> permissions(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String query = exchange.getRequestURI().getQuery();
    if (header == null && query != null && query.startsWith("token=")) {
      header = "Bearer " + query.substring("token=".length());
    }
    if (header == null || header.isEmpty()) {
      return Optional.of(DEFAULT_PERMISSIONS);
    }
    return header.startsWith("Bearer ")
        ? tokens.verify(header.substring("Bearer ".length()).strip())
        : Optional.empty();
  }

  private static void answer(HttpExchange exchange, Api api, String body, List<String> permissions)
      throws IOException {
    Object id = null;
    try {
      Map<String, Object> request = Json.asObject(Json.parse(body));
      id = request.get("id");
      String method = Json.asText(request.get("method"));
      List<Object> parameters = Json.asList(request.get("params"));
      api.signatures().check(method, parameters, permissions);
      Object result = api.call(new Api.Call(method.substring("Filecoin.".length()), parameters));
      if (result instanceof Api.Stream stream) {
        finishStream(exchange, stream);
      } else {
        finishJson(exchange, 200, Json.object("id", id, "jsonrpc", "2.0", "result", result));
      }
    } catch (RpcException e) {
      finishError(exchange, id, e.code(), e.getMessage());
    } catch (Json.ParseException e) {
      finishError(exchange, null, RpcException.PARSE_ERROR, "Parse error");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finishError(exchange, id, RpcException.APPLICATION, "context canceled");
    } catch (Exception e) {
      finishError(
          exchange,
          id,
          RpcException.APPLICATION,
          e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static void finishError(HttpExchange exchange, Object id, int code, String message)
      throws IOException {
    Map<String, Object> error = Json.object("code", (long) code, "message", message);
    int status = code == RpcException.APPLICATION ? 200 : 500;
    finishJson(exchange, status, Json.object("error", error, "id", id, "jsonrpc", "2.0"));
  }

  private static void finishJson(HttpExchange exchange, int status, Map<String, Object> answer)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    finish(exchange, status, Json.write(answer) + "\n");
  }

  /** What goes wrong from here on the client sees by the end that does not come. */
  private static void finishStream(HttpExchange exchange, Api.Stream stream) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      FramedOutput out = new FramedOutput(exchange.getResponseBody());
      stream.writeTo(out);
      out.end();
    } catch (IOException cut) {
      LOG.warn("rpc/server.go:1", "stream ended: " + cut.getMessage());
    }
  }

  private static void finish(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
