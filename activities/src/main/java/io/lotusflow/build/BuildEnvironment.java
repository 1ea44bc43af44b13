package io.lotusflow.build;

import io.lotusflow.host.Cpu;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.network.AccessEnvironment;
import io.lotusflow.network.Tool;
import io.lotusflow.process.Command;
import io.lotusflow.process.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that make finds in its environment: nothing is inherited.
 *
 * @param ours what decides how Lotus is built
 * @param rest where things lie and how the internet is reached
 */
record BuildEnvironment(Map<String, String> ours, Map<String, String> rest) {
  private static final LotusVersion CUDA_FIRST = LotusVersion.parse("1.23.0");
  private static final LotusVersion CUDA_KNOWN = LotusVersion.parse("1.13.0");

  /**
   * What this plan, this processor and this release ask for.
   *
   * @param nvcc whether CUDA's compiler is there
   */
  static BuildEnvironment of(
      BuildPlan plan, Cpu cpu, LotusVersion version, boolean nvcc, Toolchain go, Toolchain rust) {
    Map<String, String> ours = new TreeMap<>();
    putFfi(ours, plan, cpu);
    putGpu(ours, plan.gpu(), version, nvcc);
    ours.putAll(plan.environment());
    Map<String, String> rest = new TreeMap<>(Command.BASE_ENVIRONMENT);
    rest.put("PATH", path(go, rust));
    rest.putAll(Git.environment(plan.access()));
    rest.putAll(AccessEnvironment.of(plan.access(), Tool.GO, Tool.CARGO, Tool.RUSTUP));
    putCaches(rest, plan.toolchain(), rust);
    rest.putAll(ours);
    return new BuildEnvironment(ours, rest);
  }

  Map<String, String> all() {
    return rest;
  }

  /** As an operator would type it; what was added by hand is named, not shown. */
  List<String> shown(BuildPlan plan) {
    List<String> shown = new ArrayList<>();
    ours.forEach(
        (name, value) ->
            shown.add(
                plan.environment().containsKey(name) ? name + "=…" : name + "='" + value + '\''));
    return shown;
  }

  /** Names of variables whose values the log must not show. */
  Set<String> confidential() {
    return ours.keySet().stream()
        .filter(Redactor::isSecretName)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** The flags for this processor count only where filecoin-ffi is compiled here. */
  private static void putFfi(Map<String, String> ours, BuildPlan plan, Cpu cpu) {
    boolean fromSource =
        switch (plan.ffi()) {
          case SOURCE -> true;
          case PREBUILT -> false;
          case AUTO -> cpu.hasShaExtensions();
        };
    if (fromSource) {
      ours.put("FFI_BUILD_FROM_SOURCE", "1");
      ours.put("RUSTFLAGS", "-C target-cpu=native -g");
    }
    if (!cpu.hasAdx()) {
      ours.put("CGO_CFLAGS_ALLOW", "-D__BLST_PORTABLE__");
      ours.put("CGO_CFLAGS", "-D__BLST_PORTABLE__");
      ours.put("FFI_USE_BLST_PORTABLE", "1");
    }
  }

  /** Said aloud: left to itself, filecoin-ffi falls back from CUDA to OpenCL without a word. */
  private static void putGpu(
      Map<String, String> ours, BuildPlan.Gpu wish, LotusVersion version, boolean nvcc) {
    boolean cudaFirst = version.compareTo(CUDA_FIRST) >= 0;
    boolean cudaKnown = version.compareTo(CUDA_KNOWN) >= 0;
    switch (wish) {
      case NONE -> putIf(cudaFirst, ours, "FFI_USE_GPU", "0");
      case OPENCL -> putIf(cudaFirst, ours, "FFI_USE_OPENCL", "1");
      case CUDA -> putIf(cudaKnown && !cudaFirst, ours, "FFI_USE_CUDA", "1");
      case AUTO -> {
        putIf(cudaFirst && !nvcc, ours, "FFI_USE_OPENCL", "1");
        putIf(cudaKnown && !cudaFirst && nvcc, ours, "FFI_USE_CUDA", "1");
      }
    }
  }

  private static void putIf(boolean wanted, Map<String, String> ours, String name, String value) {
    if (wanted) {
      ours.put(name, value);
    }
  }

  private static String path(Toolchain go, Toolchain rust) {
    List<String> folders = new ArrayList<>(List.of(go.bin(), rust.bin()));
    folders.add(Command.BASE_ENVIRONMENT.get("PATH"));
    folders.add("/usr/local/cuda/bin");
    return String.join(":", folders.stream().filter(folder -> !folder.isEmpty()).toList());
  }

  /** Caches of ours, so that no other user's are read, and all of it can be taken away. */
  private static void putCaches(Map<String, String> rest, ToolchainPlan plan, Toolchain rust) {
    Path folder = Path.of(plan.folder());
    RustHomes homes = RustHomes.of(plan);
    rest.put("GOPATH", folder.resolve("gopath").toString());
    rest.put("GOCACHE", folder.resolve("gocache").toString());
    rest.put("GOTOOLCHAIN", "local");
    rest.putAll(GoToolchain.countsIn(folder));
    rest.put("CARGO_HOME", homes.cargo().toString());
    if (rust.bin().equals(homes.bin().toString())) {
      rest.put("RUSTUP_HOME", homes.rustup().toString());
    }
  }
}
