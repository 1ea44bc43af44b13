package io.lotusflow.build;

import io.lotusflow.lotus.Network;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;
import java.util.Map;

/**
 * Which Lotus is built, from where, and how.
 *
 * @param source a git URL, or the absolute path of a local repository
 * @param ref a tag, branch or commit
 * @param prefix holds {@code versions/<version>/bin} and the link {@code current}
 * @param links folder for links to the binaries; empty = none
 * @param makeTarget of Lotus' Makefile, such as {@code all} or {@code calibnet}
 * @param tools further binaries by their target, such as {@code lotus-bench}
 * @param environment extra variables of the build, over ours
 */
public record BuildPlan(
    Scope scope,
    Network network,
    String source,
    String ref,
    String checkout,
    String prefix,
    String links,
    String makeTarget,
    List<String> tools,
    FfiBuild ffi,
    Gpu gpu,
    Map<String, String> environment,
    ToolchainPlan toolchain,
    NetworkAccess access)
    implements Plan {

  /** Whether filecoin-ffi is compiled here (for this CPU) or fetched prebuilt. */
  public enum FfiBuild {
    /** From source where the CPU has SHA extensions. */
    AUTO,
    SOURCE,
    PREBUILT
  }

  /** The GPU support compiled into filecoin-ffi. */
  public enum Gpu {
    AUTO,
    CUDA,
    OPENCL,
    NONE
  }

  public BuildPlan {
    tools = List.copyOf(tools);
    environment = Map.copyOf(environment);
  }

  /** The folder of the version in use. */
  public String currentBin() {
    return prefix + "/current/bin";
  }

  /** The same, linking to nothing. */
  public BuildPlan withoutLinks() {
    return new BuildPlan(
        scope,
        network,
        source,
        ref,
        checkout,
        prefix,
        "",
        makeTarget,
        tools,
        ffi,
        gpu,
        environment,
        toolchain,
        access);
  }
}
