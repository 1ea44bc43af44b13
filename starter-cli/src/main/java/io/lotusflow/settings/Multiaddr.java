package io.lotusflow.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as Lotus writes it, as far as settings need it: {@code /ip4/127.0.0.1/tcp/1234/http}.
 *
 * @param host an IP address or a DNS name
 * @param transport {@code tcp} or {@code udp}
 */
record Multiaddr(String written, String host, String transport, int port) {

  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern API =
      Pattern.compile(hosts() + "/(tcp)/(\\d{1,5})(?:/(?:https?|wss?))?");
  private static final Pattern LIBP2P =
      Pattern.compile(
          hosts()
              + "/(tcp|udp)/(\\d{1,5})(?:/(?:quic|quic-v1|webtransport|webrtc-direct|tls|wss?))*"
              + "(?:/p2p/[1-9A-HJ-NP-Za-km-z]+)?");

  /** Of an API: TCP, HTTP or WebSocket. */
  static final Shape<Multiaddr> OF_API =
      Shapes.TEXT
          .as(text -> parse(API, text, "not-api-multiaddr"))
          .but(address -> refusePortZero(address));

  /** Of a libp2p host; port 0 lets the system choose. */
  static final Shape<Multiaddr> OF_LIBP2P =
      Shapes.TEXT.as(text -> parse(LIBP2P, text, "not-libp2p-multiaddr"));

  /** Of a libp2p host that others are told of. */
  static final Shape<Multiaddr> ANNOUNCED =
      OF_LIBP2P.but(Multiaddr::refusePortZero).but(Multiaddr::refuseAnyHost);

  /** Of a peer to dial: ends with its id. */
  static final Shape<Multiaddr> OF_PEER = OF_LIBP2P.but(Multiaddr::refuseWithoutPeer);

  /** Whether both cannot listen on one machine. */
  boolean collidesWith(Multiaddr other) {
    return port == other.port
        && port != 0
        && transport.equals(other.transport)
        && (host.equals(other.host) || isAnyHost() || other.isAnyHost());
  }

  private static String hosts() {
    String ip4 = "/ip4/(" + BYTE + "(?:\\." + BYTE + "){3})";
    String ip6 = "/ip6/([0-9a-fA-F:]*:[0-9a-fA-F:.]*)";
    String dns = "/dns(?:4|6|addr)?/([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)";
    return "(?:" + ip4 + '|' + ip6 + '|' + dns + ')';
  }

  private static Multiaddr parse(Pattern pattern, String text, String otherwise) {
    Matcher parts = pattern.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(5)) > 65_535) {
      throw new Refused(otherwise, text);
    }
    String host =
        Optional.ofNullable(parts.group(1))
            .or(() -> Optional.ofNullable(parts.group(2)))
            .orElseGet(() -> parts.group(3));
    return new Multiaddr(text, host, parts.group(4), Integer.parseInt(parts.group(5)));
  }

  private boolean isAnyHost() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private static void refusePortZero(Multiaddr address) {
    if (address.port == 0) {
      throw new Refused("port-zero", address.written);
    }
  }

  private static void refuseAnyHost(Multiaddr address) {
    if (address.isAnyHost()) {
      throw new Refused("any-host-announced", address.written);
    }
  }

  private static void refuseWithoutPeer(Multiaddr address) {
    if (!address.written.contains("/p2p/")) {
      throw new Refused("peer-without-id", address.written);
    }
  }
}
