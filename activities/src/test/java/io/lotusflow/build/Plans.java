package io.lotusflow.build;

import io.lotusflow.lotus.Network;
import io.lotusflow.messages.Language;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A plan of the build, a part of which each test changes. */
record Plans(BuildPlan plan) {

  static Plans in(Path folder, String source, String ref) {
    Scope scope = new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, false);
    return new Plans(
        new BuildPlan(
            scope,
            Network.MAINNET,
            source,
            ref,
            folder.resolve("src").toString(),
            folder.resolve("prefix").toString(),
            folder.resolve("links").toString(),
            "all",
            List.of(),
            BuildPlan.FfiBuild.SOURCE,
            BuildPlan.Gpu.OPENCL,
            Map.of(),
            new ToolchainPlan(
                true,
                folder.resolve("toolchain").toString(),
                "http://127.0.0.1:9/go/",
                "http://127.0.0.1:9/rustup-init"),
            access(Map.of(), "")));
  }

  static NetworkAccess access(Map<String, String> gitMirrors, String cargoRegistry) {
    return new NetworkAccess(
        "", "", "", gitMirrors, "", "", "", "", "", cargoRegistry, List.of(), "");
  }

  BuildPlan dry() {
    return copy(
        plan.scope().asDryRun(),
        plan.source(),
        plan.ref(),
        plan.tools(),
        plan.environment(),
        plan.toolchain(),
        plan.access());
  }

  BuildPlan ref(String ref) {
    return copy(
        plan.scope(),
        plan.source(),
        ref,
        plan.tools(),
        plan.environment(),
        plan.toolchain(),
        plan.access());
  }

  BuildPlan tools(String... tools) {
    return copy(
        plan.scope(),
        plan.source(),
        plan.ref(),
        List.of(tools),
        plan.environment(),
        plan.toolchain(),
        plan.access());
  }

  BuildPlan environment(Map<String, String> environment) {
    return copy(
        plan.scope(),
        plan.source(),
        plan.ref(),
        plan.tools(),
        environment,
        plan.toolchain(),
        plan.access());
  }

  BuildPlan downloads(String go, String rustup) {
    ToolchainPlan chain = new ToolchainPlan(true, plan.toolchain().folder(), go, rustup);
    return copy(
        plan.scope(),
        plan.source(),
        plan.ref(),
        plan.tools(),
        plan.environment(),
        chain,
        plan.access());
  }

  BuildPlan mirrored(String from, String to) {
    return copy(
        plan.scope(),
        from,
        plan.ref(),
        plan.tools(),
        plan.environment(),
        plan.toolchain(),
        access(Map.of(from.substring(0, from.lastIndexOf('/') + 1), to), ""));
  }

  private BuildPlan copy(
      Scope scope,
      String source,
      String ref,
      List<String> tools,
      Map<String, String> environment,
      ToolchainPlan toolchain,
      NetworkAccess access) {
    return new BuildPlan(
        scope,
        plan.network(),
        source,
        ref,
        plan.checkout(),
        plan.prefix(),
        plan.links(),
        plan.makeTarget(),
        tools,
        plan.ffi(),
        plan.gpu(),
        environment,
        toolchain,
        access);
  }
}
