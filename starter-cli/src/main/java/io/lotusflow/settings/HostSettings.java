package io.lotusflow.settings;

import io.lotusflow.lotus.ByteSize;
import java.util.List;
import java.util.Optional;

/** {@code [host]}: what the machine gets before Lotus. */
public record HostSettings(
    List<String> packages, Optional<ByteSize> swap, String swapFile, long nofile) {

  private static final List<String> PACKAGES =
      List.of(
          "mesa-opencl-icd",
          "ocl-icd-opencl-dev",
          "gcc",
          "git",
          "jq",
          "pkg-config",
          "curl",
          "clang",
          "build-essential",
          "hwloc",
          "libhwloc-dev",
          "wget");

  /** Since v1.15.2 Lotus' worker refuses fewer open files, and the miner warns. */
  private static final long ENOUGH_FILES = 100_000;

  public HostSettings {
    packages = List.copyOf(packages);
  }

  static HostSettings from(Table host) {
    HostSettings settings =
        new HostSettings(
            host.list("packages", PACKAGES, Shapes.matching("[a-z0-9][a-z0-9.+-]+", "not-package")),
            host.value("swap", "", Shapes.SIZE.orNothing()),
            host.value("swap_file", "/swapfile", Shapes.PATH),
            host.value("nofile", 1_048_576L, Shapes.whole(1024, 1L << 30)));
    if (settings.nofile < ENOUGH_FILES) {
      host.warn("nofile", new Refused("few-files", settings.nofile, ENOUGH_FILES));
    }
    return settings;
  }
}
