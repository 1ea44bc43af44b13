package io.lotusflow.lotus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * JSON-RPC over HTTP, one call at a time. Never through a proxy, and never sent twice by itself: a
 * call may be a wallet that is made.
 */
public final class LotusRpc {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_SUCH_METHOD = -32601;

  /** Together with the wait for the answer less than a step may go without a sign of life. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final URI endpoint;
  private final Token token;
  private final Duration answerWithin;

  LotusRpc(URI endpoint, Token token, Duration answerWithin) {
    this.endpoint = endpoint;
    this.token = token;
    this.answerWithin = answerWithin;
  }

  /**
   * Calls {@code Filecoin.<method>}.
   *
   * @return the result; missing or null where the method returns nothing
   * @throws RpcFailed in every other case
   */
  public JsonNode call(String method, Object... params) {
    ObjectNode request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", "Filecoin." + method);
    request.set("params", JSON.valueToTree(params));
    Reply reply = send(method, request.toString().getBytes(StandardCharsets.UTF_8));
    return result(method, reply);
  }

  private Reply send(String method, byte[] request) {
    Optional<String> bearer = bearer(method);
    try {
      return exchange(request, bearer);
    } catch (HttpRetryException unauthorised) {
      // How the JDK reports a 401 to a request that it must not repeat.
      return new Reply(unauthorised.responseCode(), "");
    } catch (IOException e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw failed(RpcFailed.Kind.UNREACHABLE, method, said);
    }
  }

  private Optional<String> bearer(String method) {
    try {
      return token.read();
    } catch (IOException e) {
      throw failed(
          RpcFailed.Kind.NO_TOKEN, method, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private Reply exchange(byte[] request, Optional<String> bearer) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) endpoint.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) answerWithin.toMillis());
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(request.length);
    connection.setRequestProperty("Content-Type", "application/json");
    bearer.ifPresent(jwt -> connection.setRequestProperty("Authorization", "Bearer " + jwt));
    try (OutputStream body = connection.getOutputStream()) {
      body.write(request);
    }
    int status = connection.getResponseCode();
    InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    try (InputStream body = stream == null ? InputStream.nullInputStream() : stream) {
      return new Reply(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private JsonNode result(String method, Reply reply) {
    if (reply.status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      throw failed(RpcFailed.Kind.UNAUTHORISED, method, "HTTP 401");
    }
    if (reply.status == HttpURLConnection.HTTP_NOT_FOUND) {
      throw failed(RpcFailed.Kind.NO_SUCH_PATH, method, "HTTP 404");
    }
    JsonNode answer = parse(method, reply);
    if (answer.hasNonNull("error")) {
      throw refused(method, answer.get("error"));
    }
    // Before v1.27.1 a call that returns nothing left "result" out.
    return answer.has("result") ? answer.get("result") : MissingNode.getInstance();
  }

  private JsonNode parse(String method, Reply reply) {
    try {
      JsonNode answer = JSON.readTree(reply.body);
      if (answer.isObject() && (answer.has("jsonrpc") || answer.has("result"))) {
        return answer;
      }
    } catch (JsonProcessingException notJson) {
      // A proxy's page, or nothing at all: said below.
    }
    throw failed(RpcFailed.Kind.UNREACHABLE, method, "HTTP " + reply.status);
  }

  private RpcFailed refused(String method, JsonNode error) {
    String said = error.path("message").asText();
    if (error.path("code").asInt() == NO_SUCH_METHOD) {
      return failed(RpcFailed.Kind.NO_SUCH_METHOD, method, said);
    }
    return failed(
        said.startsWith("missing permission")
            ? RpcFailed.Kind.UNAUTHORISED
            : RpcFailed.Kind.REFUSED,
        method,
        said);
  }

  private RpcFailed failed(RpcFailed.Kind kind, String method, String said) {
    return new RpcFailed(kind, endpoint.toString(), method, token.file().toString(), said);
  }

  private record Reply(int status, String body) {}
}
