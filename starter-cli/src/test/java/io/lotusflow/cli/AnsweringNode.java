package io.lotusflow.cli;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A daemon or miner on this machine that says over JSON-RPC what a test tells it to. */
final class AnsweringNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every call, as {@code Method params}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<String, Supplier<String>> answers;
  private final HttpServer server;

  /**
   * @param answers JSON by the method's name; one that is not there is not known
   */
  AnsweringNode(Map<String, Supplier<String>> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** As the settings have it. */
  String api() {
    return "api = \"/ip4/127.0.0.1/tcp/" + server.getAddress().getPort() + "/http\"\n";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String method = request.path("method").asText().replace("Filecoin.", "");
      calls.add(method + ' ' + request.path("params"));
      Supplier<String> result = answers.get(method);
      String body =
          result == null
              ? "\"error\":{\"code\":-32601,\"message\":\"method not found\"}"
              : "\"result\":" + result.get();
      byte[] bytes =
          ("{\"id\":1,\"jsonrpc\":\"2.0\"," + body + "}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
