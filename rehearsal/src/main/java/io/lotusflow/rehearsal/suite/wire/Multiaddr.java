package io.lotusflow.rehearsal.suite.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A multiaddr such as {@code /ip4/203.0.113.5/tcp/24001}, in text and in the bytes that go on the
 * chain.
 */
public final class Multiaddr {
  private enum Protocol {
    IP4(4, "ip4"),
    TCP(6, "tcp"),
    IP6(41, "ip6"),
    DNS(53, "dns"),
    DNS4(54, "dns4"),
    DNS6(55, "dns6"),
    DNSADDR(56, "dnsaddr"),
    UDP(273, "udp"),
    P2P(421, "p2p"),
    TLS(448, "tls"),
    QUIC_V1(461, "quic-v1"),
    WEBTRANSPORT(465, "webtransport"),
    WS(477, "ws"),
    WSS(478, "wss"),
    HTTP(480, "http");

    final int code;
    final String label;

    Protocol(int code, String label) {
      this.code = code;
      this.label = label;
    }

    boolean hasValue() {
      return code < TLS.code;
    }

    boolean isPort() {
      return this == TCP || this == UDP;
    }
  }

  private record Part(Protocol protocol, String value) {}

  private final List<Part> parts;

  private Multiaddr(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The message of the {@link IllegalArgumentException} is go-multiaddr's. */
  public static Multiaddr parse(String text) {
    try {
      return new Multiaddr(partsOf(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "failed to parse multiaddr \"" + text + "\": " + e.getMessage(), e);
    }
  }

  private static List<Part> partsOf(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(text.isEmpty() ? "empty multiaddr" : "must begin with /");
    }
    String[] words = text.substring(1).split("/", -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      Protocol protocol = named(words[i]);
      if (!protocol.hasValue()) {
        parts.add(new Part(protocol, ""));
      } else if (i + 1 < words.length) {
        parts.add(new Part(protocol, checked(protocol, words[++i])));
      } else {
        throw new IllegalArgumentException("unexpected end of multiaddr");
      }
    }
    return parts;
  }

  private static Protocol named(String label) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.label.equals(label)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("unknown protocol " + label);
  }

  private static String checked(Protocol protocol, String value) {
    if (protocol.isPort()) {
      port(protocol, value);
    } else if (protocol == Protocol.IP4 || protocol == Protocol.IP6) {
      address(protocol, value);
    }
    return value;
  }

  private static int port(Protocol protocol, String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port < 0x10000) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw invalid(protocol, value, "failed to parse port addr: invalid syntax");
    }
    throw invalid(protocol, value, "failed to parse port addr: greater than 65536");
  }

  private static byte[] address(Protocol protocol, String value) {
    boolean numeric = protocol == Protocol.IP6 ? value.indexOf(':') >= 0 : isDottedQuad(value);
    try {
      byte[] bytes = numeric ? InetAddress.getByName(value).getAddress() : new byte[0];
      if (bytes.length == (protocol == Protocol.IP4 ? 4 : 16)) {
        return bytes;
      }
    } catch (UnknownHostException e) {
      throw invalid(protocol, value, "failed to parse " + protocol.label + " addr: " + value);
    }
    throw invalid(protocol, value, "failed to parse " + protocol.label + " addr: " + value);
  }

  private static boolean isDottedQuad(String value) {
    int dots = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }

  private static IllegalArgumentException invalid(Protocol protocol, String value, String why) {
    return new IllegalArgumentException(
        "invalid value \"" + value + "\" for protocol " + protocol.label + ": " + why);
  }

  public static Multiaddr ofBytes(byte[] bytes) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    List<Part> parts = new ArrayList<>();
    try {
      while (in.available() > 0) {
        parts.add(read(in));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("invalid multiaddr bytes", e);
    }
    return new Multiaddr(parts);
  }

  private static Part read(ByteArrayInputStream in) throws IOException {
    long code = Varint.read(in);
    for (Protocol protocol : Protocol.values()) {
      if (protocol.code == code) {
        return new Part(protocol, value(protocol, in));
      }
    }
    throw new IOException("no protocol with code " + code);
  }

  private static String value(Protocol protocol, ByteArrayInputStream in) throws IOException {
    if (!protocol.hasValue()) {
      return "";
    }
    if (protocol.isPort()) {
      return String.valueOf((in.read() << 8) | in.read());
    }
    if (protocol == Protocol.IP4 || protocol == Protocol.IP6) {
      return InetAddress.getByAddress(in.readNBytes(protocol == Protocol.IP4 ? 4 : 16))
          .getHostAddress();
    }
    byte[] value = in.readNBytes((int) Varint.read(in));
    return protocol == Protocol.P2P
        ? PeerId.print(value)
        : new String(value, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : parts) {
      write(out, part);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, Part part) {
    Protocol protocol = part.protocol();
    Varint.write(out, protocol.code);
    if (protocol.isPort()) {
      int port = port(protocol, part.value());
      out.write(port >> 8);
      out.write(port);
    } else if (protocol == Protocol.IP4 || protocol == Protocol.IP6) {
      out.writeBytes(address(protocol, part.value()));
    } else if (protocol.hasValue()) {
      byte[] value =
          protocol == Protocol.P2P
              ? PeerId.parse(part.value())
              : part.value().getBytes(StandardCharsets.UTF_8);
      Varint.write(out, value.length);
      out.writeBytes(value);
    }
  }

  /** The host of an ip or dns part, for dialling. */
  public Optional<String> host() {
    for (Part part : parts) {
      switch (part.protocol()) {
        case IP4, IP6, DNS, DNS4, DNS6 -> {
          return Optional.of(part.value());
        }
        default -> {
          // not a host
        }
      }
    }
    return Optional.empty();
  }

  public Optional<Integer> tcpPort() {
    for (Part part : parts) {
      if (part.protocol() == Protocol.TCP) {
        return Optional.of(Integer.valueOf(part.value()));
      }
    }
    return Optional.empty();
  }

  public Optional<String> peer() {
    for (Part part : parts) {
      if (part.protocol() == Protocol.P2P) {
        return Optional.of(part.value());
      }
    }
    return Optional.empty();
  }

  public Multiaddr withoutPeer() {
    List<Part> others = new ArrayList<>(parts);
    others.removeIf(part -> part.protocol() == Protocol.P2P);
    return new Multiaddr(others);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append('/').append(part.protocol().label);
      if (part.protocol().hasValue()) {
        text.append('/').append(part.value());
      }
    }
    return text.toString();
  }
}
