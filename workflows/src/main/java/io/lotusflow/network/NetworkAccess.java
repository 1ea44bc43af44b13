package io.lotusflow.network;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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

  /** The proxies as the variables that most programs read, in both spellings. */
  public Map<String, String> proxies() {
    Map<String, String> variables = new TreeMap<>();
    putBoth(variables, "http_proxy", httpProxy);
    putBoth(variables, "https_proxy", httpsProxy);
    putBoth(variables, "no_proxy", noProxy);
    return variables;
  }

  private static void putBoth(Map<String, String> variables, String name, String value) {
    if (!value.isEmpty()) {
      variables.put(name, value);
      variables.put(name.toUpperCase(Locale.ROOT), value);
    }
  }
}
