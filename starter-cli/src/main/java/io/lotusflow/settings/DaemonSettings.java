package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;
import static io.lotusflow.settings.Shapes.PATH;

import io.lotusflow.lotus.Multiaddr;
import java.util.List;
import java.util.Map;

/**
 * {@code [daemon]}: the daemon of this machine, or the remote one of its miner.
 *
 * @param genesis of a custom network: path or URL
 * @param remoteApi empty unless the miner hangs on another machine's daemon
 * @param remoteTokenFile a file of mode 0600 with the token
 */
public record DaemonSettings(
    String repo,
    Multiaddr api,
    List<Multiaddr> libp2pListen,
    List<Multiaddr> libp2pAnnounce,
    boolean splitstore,
    String genesis,
    List<String> bootstrapPeers,
    String remoteApi,
    String remoteTokenFile,
    Map<String, String> environment) {

  public DaemonSettings {
    libp2pListen = List.copyOf(libp2pListen);
    libp2pAnnounce = List.copyOf(libp2pAnnounce);
    bootstrapPeers = List.copyOf(bootstrapPeers);
    environment = Map.copyOf(environment);
  }

  /**
   * @param tokenComes the token of a remote daemon is brought later, or is to lie on another
   *     machine
   */
  static DaemonSettings from(Table daemon, boolean tokenComes) {
    Shape<String> tokenFile = tokenComes ? PATH : PATH.but(Places::isSecretFile);
    return new DaemonSettings(
        daemon.value("repo", "/srv/lotus/daemon", PATH),
        daemon.value("api", "/ip4/127.0.0.1/tcp/1234/http", Addresses.API),
        daemon.list("libp2p_listen", List.of("/ip4/0.0.0.0/tcp/6665"), Addresses.LIBP2P),
        daemon.list("libp2p_announce", List.of(), Addresses.ANNOUNCED),
        daemon.value("splitstore", true, Shapes.YES_OR_NO),
        daemon.value("genesis", "", orEmpty(Places.FILE_OR_URL)),
        daemon.list("bootstrap_peers", List.of(), Addresses.PEER.as(Multiaddr::toString)),
        daemon.value("remote_api", "", orEmpty(Addresses.API.as(Multiaddr::toString))),
        daemon.value("remote_token_file", "", orEmpty(tokenFile)),
        daemon.texts("environment", Shapes.TEXT));
  }
}
