package io.lotusflow.network;

import java.util.List;
import java.util.Map;

/**
 * How the processes we start reach the internet. Everything is given to them alone; no global file
 * is changed. Empty strings mean "as the tool does by itself".
 *
 * @param gitMirrors prefix of a URL → what git fetches instead ({@code url.<base>.insteadOf});
 *     reaches submodules
 * @param cargoRegistry replacement of crates.io, such as {@code sparse+https://…/}
 * @param ipfsGateways tried in turn for proof parameters; each ends with a slash
 */
public record NetworkAccess(
    String httpProxy,
    String httpsProxy,
    String noProxy,
    Map<String, String> gitMirrors,
    String goproxy,
    String goprivate,
    String gosumdb,
    String rustupDistServer,
    String rustupUpdateRoot,
    String cargoRegistry,
    List<String> ipfsGateways,
    String aptMirror) {

  public NetworkAccess {
    gitMirrors = Map.copyOf(gitMirrors);
    ipfsGateways = List.copyOf(ipfsGateways);
  }
}
