package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;
import static io.lotusflow.settings.Shapes.TEXT;
import static io.lotusflow.settings.Shapes.URL;

import io.lotusflow.network.NetworkAccess;
import java.util.List;

/**
 * {@code [network_access]}: proxies and mirrors.
 *
 * @param preset fills what {@code given} leaves empty; empty = none
 */
public record NetworkSettings(String preset, NetworkAccess given) {

  /** Where Lotus itself gets its proof parameters. */
  static final List<String> IPFS_GATEWAYS = List.of("https://proofs.filecoin.io/ipfs/");

  private static final List<String> PRESETS = List.of("", "ustc", "tuna", "sjtu", "aliyun");
  private static final Shape<String> PROXY =
      Shapes.matching("(https?|socks5h?)://[^\\s/]+/?", "not-proxy").but(Shapes::withoutPassword);
  private static final Shape<String> SPARSE =
      Shapes.matching("sparse\\+https?://\\S+|https?://\\S+", "not-cargo-registry");
  private static final Shape<String> GATEWAY = URL.as(url -> url.endsWith("/") ? url : url + '/');

  /** What the preset and the defaults make of it. */
  NetworkAccess filled() {
    NetworkAccess access = preset.isEmpty() ? given : Mirrors.fill(preset, given);
    return access.ipfsGateways().isEmpty() ? withGateways(access, IPFS_GATEWAYS) : access;
  }

  static NetworkSettings from(Table access) {
    return new NetworkSettings(
        access.value("preset", "", Shapes.choice(PRESETS, name -> name)),
        new NetworkAccess(
            access.value("http_proxy", "", orEmpty(PROXY)),
            access.value("https_proxy", "", orEmpty(PROXY)),
            access.value("no_proxy", "", TEXT),
            access.texts("git_mirrors", TEXT.but(Shapes::withoutPassword)),
            access.value("goproxy", "", TEXT),
            access.value("goprivate", "", TEXT),
            access.value("gosumdb", "", TEXT),
            access.value("rustup_dist_server", "", orEmpty(URL)),
            access.value("rustup_update_root", "", orEmpty(URL)),
            access.value("cargo_registry", "", orEmpty(SPARSE)),
            access.list("ipfs_gateways", List.of(), GATEWAY),
            access.value("apt_mirror", "", orEmpty(URL))));
  }

  private static NetworkAccess withGateways(NetworkAccess access, List<String> gateways) {
    return new NetworkAccess(
        access.httpProxy(),
        access.httpsProxy(),
        access.noProxy(),
        access.gitMirrors(),
        access.goproxy(),
        access.goprivate(),
        access.gosumdb(),
        access.rustupDistServer(),
        access.rustupUpdateRoot(),
        access.cargoRegistry(),
        gateways,
        access.aptMirror());
  }
}
