package io.lotusflow.rehearsal.suite.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.chain.Snapshot;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the network answers, in place of libp2p: {@code GET /status}, {@code GET
 * /update?above=HEIGHT&from=CID} (a CAR of the next blocks), {@code POST /push} (a signed message),
 * {@code POST /fund} ({@code {"address": …, "amount": attoFIL}}).
 */
final class NetworkServer implements AutoCloseable {
  /** Tipsets per answer: a node that is far behind asks again. */
  private static final int BATCH = 200;

  private final Network network;
  private final HttpServer http;
  private final String peerId;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "rehearsal-network");
            thread.setDaemon(true);
            return thread;
          });

  NetworkServer(Network network, InetSocketAddress address, String peerId) throws IOException {
    this.network = network;
    this.peerId = peerId;
    System.setProperty("sun.net.httpserver.nodelay", "true");
    http = HttpServer.create(address, 64);
    http.setExecutor(workers);
    http.createContext("/", this::handle);
    http.start();
  }

  URI uri() {
    return URI.create(
        "http://"
            + http.getAddress().getAddress().getHostAddress()
            + ":"
            + http.getAddress().getPort());
  }

  String multiaddr() {
    InetSocketAddress address = http.getAddress();
    return "/ip4/"
        + address.getAddress().getHostAddress()
        + "/tcp/"
        + address.getPort()
        + "/p2p/"
        + peerId;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        dispatch(exchange);
      } catch (IllegalArgumentException | Json.ParseException e) {
        answer(exchange, 400, String.valueOf(e.getMessage()));
      }
    }
  }

  private void dispatch(HttpExchange exchange) throws IOException {
    String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (route) {
      case "GET /status" -> answer(exchange, 200, Json.write(status()));
      case "GET /update" -> update(exchange);
      case "POST /push" -> push(exchange);
      case "POST /fund" -> fund(exchange);
      default -> answer(exchange, 404, "no such thing");
    }
  }

  private Map<String, Object> status() throws IOException {
    Tipset head = network.chain().head();
    List<Object> pending = new ArrayList<>();
    for (SignedMessage message : network.pool().all()) {
      pending.add(message.json());
    }
    return Json.object(
        "Peer", peerId,
        "Head", head.cid(),
        "Height", head.height(),
        "BlockDelay", network.delaySeconds(),
        "Genesis", network.chain().genesis().orElseThrow().cid(),
        "Pending", pending);
  }

  private void update(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    long above = Long.parseLong(parameter(query, "above"));
    Cid from = Cid.parse(parameter(query, "from"));
    Optional<Tipset> known = network.chain().tipset(from);
    if (known.isEmpty() || !network.chain().atOrBefore(above).cid().equals(from)) {
      answer(exchange, 409, "this block is not part of the chain: " + from);
      return;
    }
    List<Tipset> tipsets = network.chain().above(above, BATCH);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 15)) {
      Snapshot.writeUpdate(network.chain(), tipsets, out);
    }
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new IllegalArgumentException("missing parameter " + name);
  }

  private void push(HttpExchange exchange) throws IOException {
    answer(exchange, 200, network.push(SignedMessage.ofJson(body(exchange))).toString());
  }

  private void fund(HttpExchange exchange) throws IOException {
    Map<String, Object> request = Json.asObject(body(exchange));
    Address to = Address.parse(Json.asText(request.get("address")));
    BigInteger amount = new BigInteger(Json.asText(request.get("amount")));
    answer(exchange, 200, network.transfer(to, amount).toString());
  }

  private static Object body(HttpExchange exchange) throws IOException {
    return Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
