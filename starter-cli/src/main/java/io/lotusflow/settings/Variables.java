package io.lotusflow.settings;

import io.lotusflow.lotus.LotusVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What environment variables do in which version of Lotus. The one place that knows which of the
 * manual's names are dead.
 */
final class Variables {

  /** Branches and commits are taken for this release. */
  static final LotusVersion NEWEST = LotusVersion.parse("v1.36.2");

  static final String CUSTOM_GPU = "RUST_GPU_TOOLS_CUSTOM_GPU";
  static final String CUSTOM_GPU_OLD = "BELLMAN_CUSTOM_GPU";

  /** From the release whose proofs read the new name. */
  private static final String CUSTOM_GPU_RENAMED = "1.13.0";

  private static final String NEVER = "0.0.0";

  /**
   * A variable that was read before a version.
   *
   * @param before the first release that does not read it
   * @param instead what to use, empty = nothing
   */
  private record Dead(String before, String instead) {}

  private static final Map<String, Dead> DEAD =
      Map.of(
          "FIL_PROOFS_MAXIMIZE_CACHING", new Dead("1.1.3", ""),
          "LOTUS_JAEGER", new Dead("1.11.0", "LOTUS_OTEL_EXPORTER_ENDPOINT"),
          "LOTUS_DEV", new Dead("1.32.1", "--vv"),
          "LOTUS_BSYNC_MSG_WINDOW", new Dead(NEVER, ""),
          "FFI_USE_CUDA", new Dead("1.23.0", "build.gpu"),
          "FFI_NO_GPU", new Dead(NEVER, "build.gpu"));

  /** Read since a version. */
  private static final Map<String, String> SINCE =
      Map.of("FIL_PROOFS_USE_MULTICORE_SDR", "1.1.3", "FIL_PROOFS_CACHE_DIR", "1.1.3");

  private static final List<String> READ_BY_PROOFS =
      List.of(
          "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
          "FIL_PROOFS_USE_GPU_TREE_BUILDER",
          "FIL_PROOFS_PARAMETER_CACHE",
          "FIL_PROOFS_PARENT_CACHE",
          "FIL_PROOFS_USE_MULTICORE_SDR",
          "FIL_PROOFS_GPU_FRAMEWORK",
          "BELLMAN_CPU_UTILIZATION",
          "BELLMAN_NO_GPU",
          "BELLMAN_GPU_FRAMEWORK");

  private Variables() {}

  /** Why a variable does nothing in a version. */
  static Optional<Refused> dead(String name, LotusVersion version) {
    Dead dead = DEAD.get(name);
    if (dead != null && version.atLeast(dead.before())) {
      return Optional.of(
          dead.instead().isEmpty()
              ? new Refused("variable-dead", name, version)
              : new Refused("variable-replaced", name, version, dead.instead()));
    }
    String since = SINCE.get(name);
    if (since != null && !version.atLeast(since)) {
      return Optional.of(new Refused("variable-unborn", name, version, since));
    }
    return misspelt(name);
  }

  /** The name under which a version reads the cards it is told of. */
  static String customGpu(LotusVersion version) {
    return version.atLeast(CUSTOM_GPU_RENAMED) ? CUSTOM_GPU : CUSTOM_GPU_OLD;
  }

  /** {@code FFI_PROOFS_…} for {@code FIL_PROOFS_…} stands in many a guide, and is never read. */
  private static Optional<Refused> misspelt(String name) {
    if (!name.startsWith("FFI_PROOFS_")) {
      return Optional.empty();
    }
    return Optional.of(
        new Refused("variable-unread", Nearest.to(name, new TreeSet<>(READ_BY_PROOFS)), name));
  }
}
