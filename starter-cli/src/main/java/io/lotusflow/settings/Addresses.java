package io.lotusflow.settings;

import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.Multiaddr.Part;
import io.lotusflow.lotus.Multiaddr.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which multiaddresses go where in the settings. */
final class Addresses {

  private static final Set<Protocol> HOSTS = EnumSet.range(Protocol.IP4, Protocol.DNSADDR);
  private static final Set<Protocol> OVER_TCP =
      EnumSet.of(Protocol.HTTP, Protocol.HTTPS, Protocol.WS, Protocol.WSS);
  private static final Set<Protocol> OF_PEERS =
      EnumSet.of(
          Protocol.QUIC,
          Protocol.QUIC_V1,
          Protocol.WEBTRANSPORT,
          Protocol.WEBRTC_DIRECT,
          Protocol.TLS,
          Protocol.WS,
          Protocol.WSS);

  /** Of an API: TCP, HTTP or WebSocket. */
  static final Shape<Multiaddr> API =
      Shapes.TEXT
          .as(text -> parse(text, Addresses::isApi, "not-api-multiaddr"))
          .but(Addresses::refusePortZero);

  /** Of a libp2p host; port 0 lets the system choose. */
  static final Shape<Multiaddr> LIBP2P =
      Shapes.TEXT.as(text -> parse(text, Addresses::isLibp2p, "not-libp2p-multiaddr"));

  /** Of a libp2p host that others are told of. */
  static final Shape<Multiaddr> ANNOUNCED =
      LIBP2P.but(Addresses::refusePortZero).but(Addresses::refuseAnyHost);

  /** Of a peer to dial: ends with its id. */
  static final Shape<Multiaddr> PEER = LIBP2P.but(Addresses::refuseWithoutPeer);

  private Addresses() {}

  /** Whether both cannot listen on one machine. */
  static boolean collide(Multiaddr one, Multiaddr other) {
    return one.port() == other.port()
        && one.port() != 0
        && one.has(Protocol.TCP) == other.has(Protocol.TCP)
        && (one.host().equals(other.host()) || isAnyHost(one) || isAnyHost(other));
  }

  private static Multiaddr parse(String text, Predicate<List<Part>> wanted, String otherwise) {
    try {
      return Optional.of(Multiaddr.parse(text))
          .filter(address -> wanted.test(address.parts()))
          .orElseThrow(() -> new Refused(otherwise, text));
    } catch (IllegalArgumentException e) {
      throw new Refused(otherwise, text);
    }
  }

  private static boolean isApi(List<Part> parts) {
    return parts.size() <= 3
        && begins(parts, EnumSet.of(Protocol.TCP))
        && parts.stream().skip(2).allMatch(part -> OVER_TCP.contains(part.protocol()));
  }

  private static boolean isLibp2p(List<Part> parts) {
    boolean namesPeer = parts.get(parts.size() - 1).protocol() == Protocol.P2P;
    return begins(parts, EnumSet.of(Protocol.TCP, Protocol.UDP))
        && parts.subList(2, parts.size() - (namesPeer ? 1 : 0)).stream()
            .allMatch(part -> OF_PEERS.contains(part.protocol()));
  }

  private static boolean begins(List<Part> parts, Set<Protocol> transports) {
    return parts.size() >= 2
        && HOSTS.contains(parts.get(0).protocol())
        && transports.contains(parts.get(1).protocol());
  }

  private static boolean isAnyHost(Multiaddr address) {
    return address.host().filter(host -> host.equals("0.0.0.0") || host.equals("::")).isPresent();
  }

  private static void refusePortZero(Multiaddr address) {
    if (address.port() == 0) {
      throw new Refused("port-zero", address);
    }
  }

  private static void refuseAnyHost(Multiaddr address) {
    if (isAnyHost(address)) {
      throw new Refused("any-host-announced", address);
    }
  }

  private static void refuseWithoutPeer(Multiaddr address) {
    if (!address.has(Protocol.P2P)) {
      throw new Refused("peer-without-id", address);
    }
  }
}
