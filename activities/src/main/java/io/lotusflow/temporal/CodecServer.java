package io.lotusflow.temporal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Temporal's protocol for codecs over HTTP, by which its UI and its command line read what is
 * encrypted: {@code POST …/encode} and {@code …/decode} with JSON of {@code Payloads}. It listens
 * on loopback only, and answers a browser only for the pages that it was told of.
 *
 * <p>Source: docs.temporal.io, <i>Codec Server</i>.
 */
public final class CodecServer implements AutoCloseable {

  /** A payload has at most 2 MiB; as base64 in a page of a history it is longer. */
  private static final int LONGEST = 8 * 1024 * 1024;

  private static final int THREADS = 2;

  private final HttpServer http;
  private final ExecutorService threads;
  private final Set<String> origins;
  private final PayloadCodec codec;

  private CodecServer(HttpServer http, Set<String> origins, PayloadCodec codec) {
    this.http = http;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "codec");
              thread.setDaemon(true);
              return thread;
            });
    this.origins = Set.copyOf(origins);
    this.codec = codec;
  }

  /**
   * Listens until it is closed.
   *
   * @param port on loopback; 0 = any free one
   * @param origins of pages that may ask, such as {@code http://127.0.0.1:8233}
   * @throws java.net.BindException if another program has the port
   */
  public static CodecServer start(int port, Set<String> origins, PayloadCodec codec)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    CodecServer server = new CodecServer(http, origins, codec);
    http.createContext("/", server::answer);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  public int port() {
    return http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private record Reply(int status, String type, String text) {
    private static Reply refused(int status, String why) {
      return new Reply(status, "text/plain; charset=utf-8", why + '\n');
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    Optional<String> origin = header(exchange, "Origin");
    // A page of a foreign name that was made to point here sends that name.
    if (!isOurName(header(exchange, "Host").orElse(""))
        || origin.filter(page -> !origins.contains(page)).isPresent()) {
      return Reply.refused(403, "not for pages of " + origin.orElse("another host"));
    }
    origin.ifPresent(page -> allow(exchange, page));
    if (exchange.getRequestMethod().equals("OPTIONS")) {
      return new Reply(204, "text/plain", "");
    }
    Optional<UnaryOperator<List<Payload>>> work = work(exchange.getRequestURI().getPath());
    if (work.isEmpty()) {
      return Reply.refused(404, "expected /encode or /decode");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.refused(405, "expected POST");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
    return body.length > LONGEST
        ? Reply.refused(413, "more than " + LONGEST + " bytes")
        : worked(body, work.get());
  }

  private static Reply worked(byte[] body, UnaryOperator<List<Payload>> work) {
    try {
      Payloads.Builder asked = Payloads.newBuilder();
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(new String(body, StandardCharsets.UTF_8), asked);
      Payloads done =
          Payloads.newBuilder().addAllPayloads(work.apply(asked.getPayloadsList())).build();
      return new Reply(200, "application/json", JsonFormat.printer().print(done));
    } catch (InvalidProtocolBufferException notPayloads) {
      return Reply.refused(400, "expected JSON of Payloads");
    } catch (PayloadKeyProblem noKey) {
      return Reply.refused(422, noKey.getMessage());
    }
  }

  private boolean isOurName(String host) {
    return host.equals("127.0.0.1:" + port()) || host.equals("localhost:" + port());
  }

  private static void allow(HttpExchange exchange, String origin) {
    var headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Vary", "Origin");
    headers.set("Access-Control-Allow-Methods", "POST, OPTIONS");
    headers.set("Access-Control-Allow-Headers", "content-type, x-namespace, authorization");
    if (header(exchange, "Access-Control-Request-Private-Network").isPresent()) {
      headers.set("Access-Control-Allow-Private-Network", "true");
    }
  }

  /** The last part of the path says what to do; what is before it is the caller's. */
  private Optional<UnaryOperator<List<Payload>>> work(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "encode" -> Optional.of(codec::encode);
      case "decode" -> Optional.of(codec::decode);
      default -> Optional.empty();
    };
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }
}
