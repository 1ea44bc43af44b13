package io.lotusflow.build;

import io.lotusflow.network.NetworkAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Our own RUSTUP_HOME and CARGO_HOME; nothing below {@code ~} is touched. */
record RustHomes(Path folder) {

  /** Sparse registries came with this release; an older cargo reads crates.io as it is. */
  private static final GoVersion SPARSE_SINCE = new GoVersion(1, 68, 0);

  static RustHomes of(ToolchainPlan plan) {
    return new RustHomes(Path.of(plan.folder()));
  }

  Path rustup() {
    return folder.resolve("rustup");
  }

  Path cargo() {
    return folder.resolve("cargo");
  }

  Path bin() {
    return cargo().resolve("bin");
  }

  Map<String, String> environment() {
    return new TreeMap<>(
        Map.of("RUSTUP_HOME", rustup().toString(), "CARGO_HOME", cargo().toString()));
  }

  /** Puts the registry's replacement where cargo looks: it takes no source from its environment. */
  void configureCargo(NetworkAccess access, String rustVersion) {
    List<String> lines =
        access.cargoRegistry().isBlank() || !understands(access.cargoRegistry(), rustVersion)
            ? List.of()
            : List.of(
                "# Written by lotusflow from [network_access] cargo_registry",
                "[source.crates-io]",
                "replace-with = \"lotusflow\"",
                "[source.lotusflow]",
                "registry = \"" + access.cargoRegistry() + '"');
    write(cargo().resolve("config.toml"), lines);
  }

  private static boolean understands(String registry, String rustVersion) {
    return !registry.startsWith("sparse+")
        || !rustVersion.matches("\\d.*")
        || GoVersion.parse(rustVersion).compareTo(SPARSE_SINCE) >= 0;
  }

  /** Leaves a file alone that says so already. */
  private static void write(Path file, List<String> lines) {
    try {
      boolean there = Files.exists(file);
      if (there ? Files.readAllLines(file).equals(lines) : lines.isEmpty()) {
        return;
      }
      Files.createDirectories(file.getParent());
      Path draft = Files.write(file.resolveSibling("config.toml.new"), lines);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
