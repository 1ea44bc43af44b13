package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.repo.Keystore;
import io.lotusflow.rehearsal.suite.repo.Libp2pKey;
import io.lotusflow.rehearsal.suite.repo.NodeConfig;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import io.lotusflow.rehearsal.suite.wire.PeerId;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The node's place in the peer-to-peer network: its id and its listeners. It listens on TCP as
 * told, and has nothing to say there.
 */
final class Libp2p implements AutoCloseable {
  private static final List<String> DEFAULT_LISTEN = List.of("/ip4/0.0.0.0/tcp/0");

  private final String peerId;
  private final List<ServerSocket> listeners = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  Libp2p(Keystore keystore) throws IOException {
    this.peerId = PeerId.ofKey(Libp2pKey.publicHalf(keystore));
  }

  /** A taken port or an address that is none ends the start with libp2p's words. */
  void listen(NodeConfig config) throws IOException {
    for (String address : config.list("Libp2p", "ListenAddresses").orElse(DEFAULT_LISTEN)) {
      Multiaddr multiaddr = Multiaddr.parse(address);
      if (address.contains("/tcp/") && !address.startsWith("/ip6")) {
        listen(multiaddr);
      }
    }
    Optional<List<String>> announced = config.list("Libp2p", "AnnounceAddresses");
    if (announced.isPresent() && !announced.get().isEmpty()) {
      addresses.clear();
      addresses.addAll(announced.get());
    }
  }

  private void listen(Multiaddr multiaddr) throws IOException {
    String host = multiaddr.host().orElse("0.0.0.0");
    int port = multiaddr.tcpPort().orElse(0);
    try {
      ServerSocket listener = new ServerSocket(port, 16, InetAddress.getByName(host));
      listeners.add(listener);
      String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host;
      addresses.add("/ip4/" + shown + "/tcp/" + listener.getLocalPort());
    } catch (BindException e) {
      throw new IOException(
          "starting node: failed to listen on any addresses: [listen tcp4 "
              + host
              + ":"
              + port
              + ": bind: address already in use]",
          e);
    }
  }

  String peerId() {
    return peerId;
  }

  List<String> addresses() {
    return List.copyOf(addresses);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }
}
