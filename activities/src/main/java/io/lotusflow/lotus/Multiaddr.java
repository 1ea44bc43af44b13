package io.lotusflow.lotus;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A multiaddress such as {@code /ip4/127.0.0.1/tcp/1234/http}, checked part by part.
 *
 * @param parts protocols with their values, in order
 */
public record Multiaddr(List<Part> parts) {

  /**
   * One protocol with its value.
   *
   * @param value empty for a protocol that has none
   */
  public record Part(Protocol protocol, String value) {}

  /** The protocols that Lotus' settings use. Numbers as registered for multiaddr. */
  public enum Protocol {
    IP4("ip4", 4, Value.IP4),
    IP6("ip6", 41, Value.IP6),
    DNS("dns", 53, Value.NAME),
    DNS4("dns4", 54, Value.NAME),
    DNS6("dns6", 55, Value.NAME),
    DNSADDR("dnsaddr", 56, Value.NAME),
    TCP("tcp", 6, Value.PORT),
    UDP("udp", 273, Value.PORT),
    QUIC("quic", 460, Value.NONE),
    QUIC_V1("quic-v1", 461, Value.NONE),
    WEBTRANSPORT("webtransport", 465, Value.NONE),
    WEBRTC_DIRECT("webrtc-direct", 280, Value.NONE),
    TLS("tls", 448, Value.NONE),
    HTTP("http", 480, Value.NONE),
    HTTPS("https", 443, Value.NONE),
    WS("ws", 477, Value.NONE),
    WSS("wss", 478, Value.NONE),
    P2P("p2p", 421, Value.PEER);

    private final String key;
    private final int code;
    private final Value value;

    Protocol(String key, int code, Value value) {
      this.key = key;
      this.code = code;
      this.value = value;
    }

    private static Optional<Protocol> of(String key) {
      String name = key.equals("ipfs") ? "p2p" : key;
      return Arrays.stream(values()).filter(protocol -> protocol.key.equals(name)).findFirst();
    }
  }

  private enum Value {
    NONE("nothing", ""),
    IP4("an IPv4 address", "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"),
    IP6("an IPv6 address", "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"),
    NAME("a host name", "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*\\.?"),
    PORT("a port, 0 to 65535", "\\d{1,5}"),
    PEER("a peer id", "[1-9A-HJ-NP-Za-km-z]{20,}");

    private final String called;
    private final Pattern pattern;

    Value(String called, String pattern) {
      this.called = called;
      this.pattern = Pattern.compile(pattern);
    }

    private boolean accepts(String text) {
      return pattern.matcher(text).matches()
          && (this != PORT || Integer.parseInt(text) <= 0xffff)
          && (this != IP6 || isIp6(text));
    }

    private static boolean isIp6(String text) {
      try {
        // A literal with a colon is never looked up.
        return InetAddress.getByName('[' + text + ']') != null;
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }

  public Multiaddr {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a multiaddress.
   *
   * @throws IllegalArgumentException that says which part is wrong
   */
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(
          "a multiaddress begins with /, as in /ip4/127.0.0.1/tcp/1234/http, got \"" + text + '"');
    }
    List<String> words = List.of(text.substring(1).split("/", -1));
    List<Part> parts = new ArrayList<>();
    for (int next = 0; next < words.size(); next++) {
      String key = words.get(next);
      Protocol protocol =
          Protocol.of(key)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown protocol \"" + key + "\" in \"" + text + '"'));
      String value = "";
      if (protocol.value != Value.NONE) {
        next++;
        value = next < words.size() ? words.get(next) : "";
        if (!protocol.value.accepts(value)) {
          throw new IllegalArgumentException(
              "%s needs %s, got \"%s\" in \"%s\""
                  .formatted(key, protocol.value.called, value, text));
        }
      }
      parts.add(new Part(protocol, value));
    }
    return new Multiaddr(parts);
  }

  /** As a URL without a path; {@code http} unless a part says otherwise. */
  public URI toUri() {
    String host = host().orElseThrow(() -> new IllegalArgumentException("no host in " + this));
    boolean secure = has(Protocol.HTTPS) || has(Protocol.TLS) || has(Protocol.WSS);
    String address = host.indexOf(':') < 0 ? host : '[' + host + ']';
    return URI.create((secure ? "https://" : "http://") + address + ":" + port());
  }

  public Optional<String> host() {
    return parts.stream()
        .filter(part -> part.protocol.compareTo(Protocol.DNSADDR) <= 0)
        .map(Part::value)
        .findFirst();
  }

  /** The TCP or UDP port; 0 without one. */
  public int port() {
    return parts.stream()
        .filter(part -> part.protocol.value == Value.PORT)
        .mapToInt(part -> Integer.parseInt(part.value))
        .findFirst()
        .orElse(0);
  }

  public boolean has(Protocol protocol) {
    return parts.stream().anyMatch(part -> part.protocol == protocol);
  }

  /** The binary form, in which the chain keeps a miner's addresses; without the peer id. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Part part : parts) {
      if (part.protocol != Protocol.P2P) {
        Varint.write(part.protocol.code, bytes);
        bytes.writeBytes(valueBytes(part));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] valueBytes(Part part) {
    return switch (part.protocol.value) {
      case NONE, PEER -> new byte[0];
      case PORT -> new byte[] {(byte) (port(part) >> 8), (byte) port(part)};
      case IP4, IP6 -> address(part.value);
      case NAME -> {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        byte[] text = part.value.getBytes(StandardCharsets.US_ASCII);
        Varint.write(text.length, name);
        name.writeBytes(text);
        yield name.toByteArray();
      }
    };
  }

  private static int port(Part part) {
    return Integer.parseInt(part.value);
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append('/').append(part.protocol.key);
      if (part.protocol.value != Value.NONE) {
        text.append('/').append(part.value);
      }
    }
    return text.toString();
  }
}
