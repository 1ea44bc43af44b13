package io.lotusflow.lotus;

/**
 * How a daemon or a miner is reached: by its repository on the same host, or remotely by address
 * and token file.
 *
 * @param repo absolute; empty for a remote one
 * @param address multiaddr of the API, such as {@code /ip4/127.0.0.1/tcp/1234/http}
 * @param tokenFile absolute path of a file with the token (mode 0600); the token itself never
 *     enters a history
 */
public record NodeApi(String repo, String address, String tokenFile) {

  /** The API of a repository on this host. */
  public static NodeApi local(String repo, String address) {
    return new NodeApi(repo, address, repo + "/token");
  }

  public boolean isRemote() {
    return repo.isEmpty();
  }
}
