package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;
import static io.lotusflow.settings.Shapes.PATH;
import static io.lotusflow.settings.Shapes.TEXT;

import io.lotusflow.build.BuildPlan.FfiBuild;
import io.lotusflow.build.BuildPlan.Gpu;
import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.LotusVersion;
import java.util.List;
import java.util.Map;

/**
 * {@code [build]}: which Lotus, and how it is built.
 *
 * @param links empty = none
 * @param makeTarget empty = the network's
 */
public record BuildSettings(
    String source,
    String ref,
    String checkout,
    String prefix,
    String links,
    String makeTarget,
    List<String> tools,
    FfiBuild ffi,
    Gpu gpu,
    Map<String, String> environment) {

  static final String GO_DOWNLOADS = "https://go.dev/dl/";

  private static final Shape<String> REPOSITORY =
      Shapes.matching(
              "/.*|(https?|git|ssh|file)://\\S+|[A-Za-z0-9_][\\w.-]*@[\\w.-]+:[^\\s-]\\S*",
              "not-repository")
          .but(Shapes::withoutSecret)
          .but(BuildSettings::existsIfLocal);

  /** The first letter keeps git from taking it for an option. */
  private static final String REF_FORM = "[A-Za-z0-9_][A-Za-z0-9_./+-]*";

  private static final Shape<String> REF = Shapes.matching(REF_FORM, "not-ref");

  private static final Shape<String> TARGET =
      Shapes.matching("[A-Za-z0-9_][A-Za-z0-9_.-]*", "not-target");

  public BuildSettings {
    tools = List.copyOf(tools);
    environment = Map.copyOf(environment);
  }

  /** The release that is built; a branch or a commit counts as today's. */
  public LotusVersion version() {
    return ref.matches("v?\\d+\\.\\d+\\.\\d+.*") ? LotusVersion.parse(ref) : Dialect.TODAY;
  }

  /** The same, of another tag, branch or commit. */
  BuildSettings at(String other) {
    if (!other.matches(REF_FORM)) {
      throw new IllegalArgumentException("no tag, branch or commit: " + other);
    }
    return new BuildSettings(
        source, other, checkout, prefix, links, makeTarget, tools, ffi, gpu, environment);
  }

  static BuildSettings from(Table build) {
    return new BuildSettings(
        build.value("source", "https://github.com/filecoin-project/lotus.git", REPOSITORY),
        build.value("ref", "v1.36.2", REF),
        build.value("checkout", "/srv/lotus/src", PATH),
        build.value("prefix", "/opt/lotus", PATH),
        build.value("links", "/usr/local/bin", orEmpty(PATH)),
        build.value("make_target", "", orEmpty(TARGET)),
        build.list("tools", List.of(), TARGET),
        build.value("ffi_from_source", "auto", BuildSettings::ffiBuild),
        build.value("gpu", "auto", Shapes.word(Gpu.values())),
        build.texts("environment", TEXT));
  }

  static ToolchainPlan toolchain(Table toolchain) {
    return new ToolchainPlan(
        toolchain.value("install", true, Shapes.YES_OR_NO),
        toolchain.value("folder", "/opt/lotusflow/toolchain", PATH),
        toolchain.value("go_downloads", GO_DOWNLOADS, Shapes.URL),
        toolchain.value(
            "rustup_init",
            "https://static.rust-lang.org/rustup/dist/x86_64-unknown-linux-gnu/rustup-init",
            Shapes.URL));
  }

  /** The words true and false stand without quotes. */
  private static FfiBuild ffiBuild(Object raw) {
    Object word = raw instanceof Boolean ? raw.toString() : raw;
    return Shapes.choice(List.of(FfiBuild.values()), BuildSettings::word).read(word);
  }

  private static String word(FfiBuild ffi) {
    return switch (ffi) {
      case AUTO -> "auto";
      case SOURCE -> "true";
      case PREBUILT -> "false";
    };
  }

  private static void existsIfLocal(String source) {
    if (source.startsWith("/")) {
      Shapes.exists(PATH.read(source));
    }
  }
}
