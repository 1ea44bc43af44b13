package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A JSON-RPC server that says what a test tells it to, over real HTTP. */
public final class FakeNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every call, as {@code path Method params}. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<String, Function<JsonNode, Reply>> replies = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile String bearer = "";
  private volatile boolean withoutV1;

  private record Reply(int status, String body) {}

  public FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** Answers a method with a recorded answer. */
  public FakeNode recorded(String method, String transcript) {
    return replying(
        method, params -> new Reply(Transcripts.status(transcript), Transcripts.body(transcript)));
  }

  /** Answers a method with a result, as JSON. */
  public FakeNode answering(String method, String json) {
    return answering(method, params -> json);
  }

  /** Answers a method with a result, as JSON, that depends on its parameters. */
  public FakeNode answering(String method, Function<JsonNode, String> json) {
    return replying(method, params -> ok("\"result\":" + json.apply(params)));
  }

  /** Refuses a method with code 1. */
  public FakeNode refusing(String method, String message) {
    return replying(
        method,
        params -> ok("\"error\":{\"code\":1,\"message\":" + JSON.valueToTree(message) + "}"));
  }

  /** Answers a method with a bare HTTP status. */
  public FakeNode failing(String method, int status) {
    return replying(method, params -> new Reply(status, ""));
  }

  /** Takes a call, does what it asks for, and loses the answer. */
  public FakeNode losing(String method, Runnable effect) {
    return replying(
        method,
        params -> {
          effect.run();
          return new Reply(503, "");
        });
  }

  /** Refuses a method once; what it does then is said by the other. */
  public FakeNode refusingOnce(String method, String message, Runnable then) {
    return replying(
        method,
        params -> {
          then.run();
          return ok("\"error\":{\"code\":1,\"message\":" + JSON.valueToTree(message) + "}");
        });
  }

  /** Does not know a method any more. */
  public FakeNode lacking(String method) {
    replies.remove(method);
    return this;
  }

  /** The token that every later call must carry, if it carries one. */
  public FakeNode taking(String token) {
    bearer = token;
    return this;
  }

  /** Serves {@code /rpc/v0} only, as before v1.9.0. */
  public FakeNode withoutV1() {
    withoutV1 = true;
    return this;
  }

  public String address() {
    return "/ip4/127.0.0.1/tcp/" + server.getAddress().getPort() + "/http";
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private FakeNode replying(String method, Function<JsonNode, Reply> reply) {
    replies.put("Filecoin." + method, reply);
    return this;
  }

  private static Reply ok(String member) {
    return new Reply(200, "{\"id\":1,\"jsonrpc\":\"2.0\"," + member + "}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      Reply reply = reply(exchange, request);
      byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange, JsonNode request) {
    String method = request.path("method").asText();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (withoutV1 && exchange.getRequestURI().getPath().equals("/rpc/v1")) {
      return new Reply(404, "");
    }
    if (authorization != null && !bearer.isEmpty() && !authorization.equals("Bearer " + bearer)) {
      return new Reply(401, "");
    }
    calls.add(exchange.getRequestURI().getPath() + ' ' + method + ' ' + request.path("params"));
    Function<JsonNode, Reply> known = replies.get(method);
    return known == null
        ? new Reply(
            500,
            "{\"error\":{\"code\":-32601,\"message\":\"method '"
                + method
                + "' not found\"},\"id\":1,\"jsonrpc\":\"2.0\"}")
        : known.apply(request.path("params"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
