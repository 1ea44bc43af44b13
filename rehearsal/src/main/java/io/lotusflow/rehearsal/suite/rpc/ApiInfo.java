package io.lotusflow.rehearsal.suite.rpc;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Where a node is and the token to use: from the environment ({@code TOKEN:ADDRESS}), else from the
 * files in its repo.
 */
public record ApiInfo(Optional<String> token, String address) {
  public static ApiInfo find(Repo repo) throws IOException {
    String given = System.getenv().getOrDefault(repo.kind().apiVariable(), "");
    if (!given.isEmpty()) {
      return parse(given);
    }
    if (!Files.isDirectory(repo.path())) {
      throw repo.missing();
    }
    String address =
        repo.apiEndpoint()
            .orElseThrow(
                () ->
                    new CliException(
                        "could not get API info for "
                            + repo.kind().label()
                            + ": could not get api endpoint: No file ("
                            + repo.resolve("api")
                            + "): API not running (no endpoint)"));
    return new ApiInfo(repo.token(), address);
  }

  /** A token ends at the first colon; an address alone begins with a slash or is a URL. */
  static ApiInfo parse(String text) {
    int colon = text.indexOf(':');
    boolean bare = text.startsWith("/") || colon < 0 || text.startsWith("//", colon + 1);
    return bare
        ? new ApiInfo(Optional.empty(), text)
        : new ApiInfo(Optional.of(text.substring(0, colon)), text.substring(colon + 1));
  }

  private String hostAndPort() {
    if (!address.startsWith("/")) {
      return URI.create(address).getRawAuthority();
    }
    try {
      Multiaddr multiaddr = Multiaddr.parse(address);
      return multiaddr.host().orElseThrow() + ":" + multiaddr.tcpPort().orElseThrow();
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      throw new CliException("could not get DialArgs: " + e.getMessage());
    }
  }

  /** Such as {@code 127.0.0.1:1234}. */
  String authority() {
    return hostAndPort();
  }

  /** Where it listens. */
  public InetSocketAddress socketAddress() {
    String authority = hostAndPort();
    int colon = authority.lastIndexOf(':');
    return new InetSocketAddress(
        authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
  }

  URI http(String version) {
    return URI.create("http://" + hostAndPort() + "/rpc/" + version);
  }

  /** The socket address that a listen multiaddr means. */
  public static InetSocketAddress listenAddress(String multiaddr) {
    Multiaddr parsed = Multiaddr.parse(multiaddr);
    return new InetSocketAddress(parsed.host().orElse("127.0.0.1"), parsed.tcpPort().orElse(0));
  }
}
