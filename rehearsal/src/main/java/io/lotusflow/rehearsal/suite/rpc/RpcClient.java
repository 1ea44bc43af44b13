package io.lotusflow.rehearsal.suite.rpc;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls a node. Real commands use a websocket to the daemon and HTTP to the miner, and their errors
 * tell; here it is HTTP always.
 */
public final class RpcClient {
  private static final Log LOG = new Log("cliutil");

  private final ApiInfo info;
  private final Dialect dialect;
  private final String version;
  private final int timeoutMillis;

  /** In whose words a failed connection is told. */
  public enum Dialect {
    /** {@code lotus} to the daemon. */
    WEBSOCKET,
    /** {@code lotus-miner} to the miner. */
    HTTP,
    /** {@code lotus-miner} to the daemon. */
    PROXY
  }

  public RpcClient(ApiInfo info, Dialect dialect, String version) {
    this(info, dialect, version, 0);
  }

  private RpcClient(ApiInfo info, Dialect dialect, String version, int timeoutMillis) {
    this.info = info;
    this.dialect = dialect;
    this.version = version;
    this.timeoutMillis = timeoutMillis;
  }

  /** The same, which does not wait for an answer without an end. */
  public RpcClient within(int millis) {
    return new RpcClient(info, dialect, version, millis);
  }

  /** Warns, as Lotus does at each start, when there is no token. */
  public RpcClient warned() {
    if (info.token().isEmpty()) {
      LOG.warn(
          "util/apiinfo.go:101", "API Token not set and requested, capabilities might be limited.");
    }
    return this;
  }

  /** The same, without a word in the log when the node is out of reach. */
  public RpcClient quiet() {
    return new RpcClient(info, Dialect.HTTP, version, timeoutMillis);
  }

  public RpcClient atVersion(String other) {
    return new RpcClient(info, dialect, other, timeoutMillis);
  }

  /** The result; an error answer or a node out of reach ends the command with Lotus' words. */
  public Object call(String method, Object... parameters) {
    try {
      return request(method, parameters);
    } catch (RpcException e) {
      throw new CliException(e.shown());
    }
  }

  /** The same for a caller who can do something about an error answer. */
  public Object request(String method, Object... parameters) throws RpcException {
    List<Object> list = new ArrayList<>();
    for (Object parameter : parameters) {
      list.add(parameter);
    }
    String body =
        Json.write(
            Json.object(
                "jsonrpc", "2.0", "id", 1L, "method", "Filecoin." + method, "params", list));
    Map<String, Object> answer = Json.asObject(Json.parse(exchange(body)));
    if (answer.get("error") != null) {
      Map<String, Object> error = Json.asObject(answer.get("error"));
      throw new RpcException(
          (int) Json.asLong(error.get("code")), Json.asText(error.get("message")));
    }
    return answer.get("result");
  }

  /** Writes a stream of the node's to {@code out}, whose own failures come out as they are. */
  public void stream(OutputStream out, String method, Object... parameters) throws IOException {
    String body =
        Json.write(
            Json.object(
                "jsonrpc",
                "2.0",
                "id",
                1L,
                "method",
                "Filecoin." + method,
                "params",
                List.of(parameters)));
    try (Http.Response response = Http.post(info.http(version), authorization(), body, 0)) {
      if (response.length() >= 0) {
        Map<String, Object> answer = Json.asObject(Json.parse(response.text()));
        Map<String, Object> error = Json.asObject(answer.get("error"));
        throw new CliException(
            new RpcException(
                    (int) Json.asLong(error.get("code")), Json.asText(error.get("message")))
                .shown());
      }
      copyFrames(new DataInputStream(response.body()), out);
    } catch (ConnectException e) {
      throw unreachable("dial tcp " + info.authority() + ": connect: connection refused");
    }
  }

  private static void copyFrames(DataInputStream in, OutputStream out) throws IOException {
    byte[] piece = next(in);
    while (piece.length > 0) {
      out.write(piece);
      piece = next(in);
    }
  }

  private static byte[] next(DataInputStream in) {
    try {
      byte[] piece = new byte[in.readInt()];
      in.readFully(piece);
      return piece;
    } catch (IOException e) {
      throw new CliException("incomplete export (remote connection lost?)");
    }
  }

  /** The header that carries the token. */
  public Map<String, String> authorization() {
    return info.token().isPresent()
        ? Map.of("Authorization", "Bearer " + info.token().get())
        : Map.of();
  }

  private String exchange(String body) {
    URI uri = info.http(version);
    try (Http.Response response = Http.post(uri, authorization(), body, timeoutMillis)) {
      if (response.status() == 200 || response.status() == 500) {
        return response.text();
      }
      throw refused(response);
    } catch (ConnectException e) {
      throw unreachable("dial tcp " + info.authority() + ": connect: connection refused");
    } catch (IOException e) {
      throw unreachable(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private CliException refused(Http.Response response) {
    if (dialect == Dialect.HTTP) {
      return new CliException(
          "RPC client error: sendRequest failed: request failed, http status "
              + response.statusText());
    }
    return dialect == Dialect.PROXY ? noNode() : cannotDial("websocket: bad handshake");
  }

  private CliException unreachable(String why) {
    if (dialect == Dialect.HTTP) {
      return new CliException(
          "RPC client error: sendRequest failed: Post \"" + info.http(version) + "\": " + why);
    }
    return dialect == Dialect.PROXY ? noNode() : cannotDial(why);
  }

  private String websocket() {
    return "ws://" + info.authority() + "/rpc/" + version;
  }

  private CliException cannotDial(String why) {
    String first = why.startsWith("websocket") ? "websocket: bad handshake" : why;
    return new CliException("cannot dial address " + websocket() + " for " + first + ": " + why);
  }

  private CliException noNode() {
    LOG.warn(
        "util/api.go:400",
        "Not able to establish connection to node with addr: "
            + websocket().replace("/rpc/v0", "/rpc/v1"));
    LOG.error("util/api.go:245", "makeNodeProxy called with empty node list");
    return new CliException("method not supported");
  }
}
