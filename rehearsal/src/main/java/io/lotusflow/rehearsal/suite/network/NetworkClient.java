package io.lotusflow.rehearsal.suite.network;

import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.rpc.Http;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's connection to the network: what libp2p is to a real one. */
public final class NetworkClient {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final URI base;

  public NetworkClient(Multiaddr peer) {
    String host = peer.host().orElseThrow(() -> new IllegalArgumentException("no host in " + peer));
    int port =
        peer.tcpPort().orElseThrow(() -> new IllegalArgumentException("no tcp port in " + peer));
    this.base = URI.create("http://" + host + ":" + port);
  }

  /** What the network tells of itself. */
  public record Status(Cid head, long height, Cid genesis, List<SignedMessage> pending) {}

  public Status status() throws IOException {
    Map<String, Object> status =
        Json.asObject(Json.parse(expect(Http.get(base.resolve("/status"), TIMEOUT_MILLIS))));
    List<SignedMessage> pending = new ArrayList<>();
    for (Object message : Json.asList(status.get("Pending"))) {
      pending.add(SignedMessage.ofJson(message));
    }
    return new Status(
        Json.asCid(status.get("Head")),
        Json.asLong(status.get("Height")),
        Json.asCid(status.get("Genesis")),
        pending);
  }

  /**
   * Takes each block that the node lacks above its head; headers come lowest first, each after what
   * it refers to.
   */
  public interface Receiver {
    void accept(Car.Section section) throws IOException;
  }

  public void update(long above, Cid from, Receiver receiver) throws IOException {
    URI uri = base.resolve("/update?above=" + above + "&from=" + from);
    try (Http.Response response = Http.get(uri, TIMEOUT_MILLIS)) {
      if (response.status() != 200) {
        throw new IOException(response.text());
      }
      InputStream in = response.body();
      Car.readHeader(in);
      for (Optional<Car.Section> section = Car.readSection(in);
          section.isPresent();
          section = Car.readSection(in)) {
        receiver.accept(section.get());
      }
    }
  }

  public void push(SignedMessage message) throws IOException {
    expect(Http.post(base.resolve("/push"), Map.of(), Json.write(message.json()), TIMEOUT_MILLIS));
  }

  private static String expect(Http.Response response) throws IOException {
    try (response) {
      String text = response.text();
      if (response.status() != 200) {
        throw new IOException(text);
      }
      return text;
    }
  }
}
