package io.lotusflow.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The network as this process sees it. */
public final class HostNetwork {

  private HostNetwork() {}

  /**
   * Who have the same reach each other over loopback: a container on the same machine has another
   * one. Changes with each boot.
   */
  public static String id() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + ' ' + Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** IPv4 addresses that are no loopback, of interfaces that are up. */
  public static List<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(HostNetwork::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .sorted()
          .toList();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUp(NetworkInterface found) {
    try {
      return found.isUp();
    } catch (SocketException gone) {
      return false;
    }
  }

  /** Which of its addresses this host would use towards another one; nothing is sent. */
  public static Optional<String> towards(String host, int port) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
      return Optional.of(socket.getLocalAddress().getHostAddress());
    } catch (IOException noWay) {
      return Optional.empty();
    }
  }

  /** Whether that name or address leads back to who uses it. */
  public static boolean isLoopback(String host) {
    if (!host.equals("localhost") && !host.matches("[0-9a-fA-F:.]+")) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || address.isAnyLocalAddress();
    } catch (IOException noAddress) {
      return false;
    }
  }
}
