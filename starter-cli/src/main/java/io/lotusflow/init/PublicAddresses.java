package io.lotusflow.init;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** The addresses of this machine that others reach without a router's help. */
final class PublicAddresses {

  private PublicAddresses() {}

  /** As the network interfaces have them; nobody outside is asked. */
  static List<String> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(PublicAddresses::isPublic)
          .map(InetAddress::getHostAddress)
          .sorted()
          .toList();
    } catch (SocketException unknown) {
      return List.of();
    }
  }

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        && !address.isLoopbackAddress()
        && !address.isSiteLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !isBehindCarrier(address.getAddress());
  }

  /** 100.64.0.0/10: shared by a provider's customers. */
  private static boolean isBehindCarrier(byte[] ip) {
    return ip[0] == 100 && (ip[1] & 0xC0) == 64;
  }
}
