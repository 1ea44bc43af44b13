package io.lotusflow.lotus;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables by which a Lotus program finds its node: a repository on this host by its path, a
 * remote one by address and token.
 *
 * @param open variables that anybody may see
 * @param secretName {@code FULLNODE_API_INFO} for a remote node; empty otherwise
 * @param secret its value
 */
public record NodeEnvironment(Map<String, String> open, String secretName, String secret) {

  /** For programs that talk to this daemon. */
  static NodeEnvironment ofDaemon(NodeApi node) {
    if (!node.isRemote()) {
      return new NodeEnvironment(Map.of("LOTUS_PATH", node.repo()), "", "");
    }
    return new NodeEnvironment(Map.of(), "FULLNODE_API_INFO", apiInfo(node));
  }

  /**
   * Token and address, as the {@code …_API_INFO} variables take them. Secret: for a file or an
   * environment that nobody else reads.
   */
  public static String apiInfo(NodeApi node) {
    return token(node) + ':' + node.address();
  }

  NodeEnvironment with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(open);
    all.putAll(more);
    return new NodeEnvironment(all, secretName, secret);
  }

  /** All of it, for a child process of ours, whose environment nobody else reads. */
  Map<String, String> all() {
    return secretName.isEmpty() ? open : with(Map.of(secretName, secret)).open;
  }

  /** The token alone; as secret as {@link #apiInfo}. */
  public static String token(NodeApi node) {
    try {
      Optional<String> token = Token.of(node).read();
      return token.orElseThrow(
          () -> ApiProblem.TOKEN_UNREADABLE.because(node.tokenFile(), "it is empty"));
    } catch (IOException e) {
      throw ApiProblem.TOKEN_UNREADABLE.because(
          node.tokenFile(), e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "NodeEnvironment" + open.keySet() + secretName;
  }
}
