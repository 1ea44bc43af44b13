package io.lotusflow.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The usual Chinese mirrors by name. Each fills what the operator left open; what was given stays.
 *
 * <p>None of them mirrors GitHub's repositories: git needs a proxy or a mirror of one's own.
 */
public final class Presets {

  private static final String GOPROXY_CN = "https://goproxy.cn,direct";
  private static final String GOSUMDB_CN = "sum.golang.google.cn";

  /** Serves the official downloads and their checksums from inside China. */
  public static final String GO_DOWNLOADS_CN = "https://golang.google.cn/dl/";

  private static final Map<String, Mirror> MIRRORS =
      new TreeMap<>(
          Map.of(
              "ustc",
              new Mirror("https://mirrors.ustc.edu.cn/", "rust-static", GOPROXY_CN),
              "tuna",
              new Mirror("https://mirrors.tuna.tsinghua.edu.cn/", "rustup", GOPROXY_CN),
              "sjtu",
              new Mirror("https://mirror.sjtu.edu.cn/", "rust-static", GOPROXY_CN),
              "aliyun",
              new Mirror(
                  "https://mirrors.aliyun.com/",
                  "rustup",
                  "https://mirrors.aliyun.com/goproxy/,direct")));

  private Presets() {}

  /** The names a setting may have, besides the empty one. */
  public static Set<String> names() {
    return Set.copyOf(MIRRORS.keySet());
  }

  /**
   * Fills what is empty in {@code given}; an empty preset fills nothing.
   *
   * @throws IllegalArgumentException if there is no preset of that name
   */
  public static NetworkAccess fill(NetworkAccess given, String preset) {
    if (preset.isBlank()) {
      return given;
    }
    Mirror mirror = MIRRORS.get(preset);
    if (mirror == null) {
      throw new IllegalArgumentException(
          "no preset \"" + preset + "\"; there are " + String.join(", ", MIRRORS.keySet()));
    }
    return new NetworkAccess(
        given.httpProxy(),
        given.httpsProxy(),
        given.noProxy(),
        given.gitMirrors(),
        or(given.goproxy(), mirror.goproxy),
        given.goprivate(),
        or(given.gosumdb(), GOSUMDB_CN),
        or(given.rustupDistServer(), mirror.base + mirror.rust),
        or(given.rustupUpdateRoot(), mirror.base + mirror.rust + "/rustup"),
        or(given.cargoRegistry(), "sparse+" + mirror.base + "crates.io-index/"),
        given.ipfsGateways(),
        or(given.aptMirror(), mirror.base));
  }

  /** Where Go comes from, unless the operator said so. */
  public static String goDownloads(String official, String preset) {
    return preset.isBlank() ? official : GO_DOWNLOADS_CN;
  }

  private static String or(String given, String preset) {
    return given.isBlank() ? preset : given;
  }

  /** A site, and the folder in which it keeps rustup's files. */
  private record Mirror(String base, String rust, String goproxy) {}

  /** Addresses of the manual (2020) that are shut, or serve only what today's tools left behind. */
  private static final List<OutdatedMirror> OUTDATED =
      List.of(
          new OutdatedMirror(
              "code.aliyun.com/rustcc", "sparse+https://mirrors.aliyun.com/crates.io-index/"),
          new OutdatedMirror(
              "git://mirrors.ustc.edu.cn/crates.io-index",
              "sparse+https://mirrors.ustc.edu.cn/crates.io-index/"),
          new OutdatedMirror(
              "mirrors.sjtug.sjtu.edu.cn/git/crates.io-index",
              "sparse+https://mirror.sjtu.edu.cn/crates.io-index/"),
          new OutdatedMirror(
              "mirrors.tuna.tsinghua.edu.cn/git/crates.io-index",
              "sparse+https://mirrors.tuna.tsinghua.edu.cn/crates.io-index/"),
          new OutdatedMirror("jdcloud-oss.com", "https://proofs.filecoin.io/ipfs/"),
          new OutdatedMirror(
              "fil-chain-snapshots-fallback", "https://forest-archive.chainsafe.dev/"));

  /** All addresses of the manual in {@code access} that should be replaced. */
  public static List<OutdatedMirror> outdatedIn(NetworkAccess access) {
    String all =
        String.join(
            " ",
            access.goproxy(),
            access.rustupDistServer(),
            access.rustupUpdateRoot(),
            access.cargoRegistry(),
            String.join(" ", access.ipfsGateways()),
            String.join(" ", access.gitMirrors().values()),
            access.aptMirror());
    return OUTDATED.stream().filter(mirror -> all.contains(mirror.address())).toList();
  }

  /**
   * An address that is of no use any more.
   *
   * @param address a part of it that is found in no living one
   * @param successor what to set instead
   */
  public record OutdatedMirror(String address, String successor) {}
}
