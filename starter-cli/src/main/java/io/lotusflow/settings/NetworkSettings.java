package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;
import static io.lotusflow.settings.Shapes.TEXT;
import static io.lotusflow.settings.Shapes.URL;

import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.network.Presets;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code [network_access]}: proxies and mirrors.
 *
 * @param preset fills what {@code given} leaves empty; empty = none
 */
public record NetworkSettings(String preset, NetworkAccess given) {

  /** Where Lotus itself gets its proof parameters. */
  static final List<String> IPFS_GATEWAYS = List.of("https://proofs.filecoin.io/ipfs/");

  private static final Shape<String> PROXY =
      Shapes.matching("(https?|socks5h?)://[^\\s/]+/?", "not-proxy").but(Shapes::withoutSecret);
  private static final Shape<String> SPARSE =
      Shapes.matching("sparse\\+https?://\\S+|https?://\\S+", "not-cargo-registry")
          .but(Shapes::withoutSecret);
  private static final Shape<String> GATEWAY = URL.as(url -> url.endsWith("/") ? url : url + '/');

  /** What the preset and the defaults make of it. */
  NetworkAccess filled() {
    NetworkAccess access = Presets.fill(given, preset);
    return access.ipfsGateways().isEmpty() ? withGateways(access, IPFS_GATEWAYS) : access;
  }

  /** Go from the preset's mirror where the operator named no place; rustup finds its own. */
  ToolchainPlan toolchain(ToolchainPlan given) {
    boolean named = !given.goDownloads().equals(BuildSettings.GO_DOWNLOADS);
    return named
        ? given
        : new ToolchainPlan(
            given.install(),
            given.folder(),
            Presets.goDownloads(given.goDownloads(), preset),
            given.rustupInit());
  }

  static NetworkSettings from(Table access) {
    NetworkSettings settings =
        new NetworkSettings(
            access.value("preset", "", Shapes.choice(presets(), name -> name)),
            new NetworkAccess(
                access.value("http_proxy", "", orEmpty(PROXY)),
                access.value("https_proxy", "", orEmpty(PROXY)),
                access.value("no_proxy", "", TEXT),
                access.texts("git_mirrors", TEXT.but(Shapes::withoutSecret)),
                access.value("goproxy", "", TEXT.but(Shapes::withoutSecret)),
                access.value("goprivate", "", TEXT),
                access.value("gosumdb", "", TEXT),
                access.value("rustup_dist_server", "", orEmpty(URL)),
                access.value("rustup_update_root", "", orEmpty(URL)),
                access.value("cargo_registry", "", orEmpty(SPARSE)),
                access.list("ipfs_gateways", List.of(), GATEWAY),
                access.value("apt_mirror", "", orEmpty(URL))));
    Presets.outdatedIn(settings.given)
        .forEach(
            old ->
                access.warnTable(new Refused("mirror-outdated", old.address(), old.successor())));
    return settings;
  }

  private static List<String> presets() {
    return Stream.concat(Stream.of(""), Presets.names().stream().sorted()).toList();
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
