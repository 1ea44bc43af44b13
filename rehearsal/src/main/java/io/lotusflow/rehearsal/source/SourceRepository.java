package io.lotusflow.rehearsal.source;

import static io.lotusflow.rehearsal.suite.repo.Repo.Kind.FULL_NODE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.node.NodeCommands;
import io.lotusflow.rehearsal.suite.repo.DefaultConfig;
import io.lotusflow.rehearsal.suite.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The bare repositories under one folder: {@code lotus.git} with the tags {@link #VERSIONS} and a
 * branch {@code master}, and the submodules it names by relative address.
 *
 * <p>They are written once. A repository that is there is left alone: a tag that moved would be
 * refused by every clone of it.
 */
public final class SourceRepository {
  /**
   * Releases that can be built and work, oldest first; each has its tag. The sources are the same,
   * and look at their version: before v1.27.1 the miner has a market.
   */
  public static final List<String> VERSIONS =
      List.of("1.1.2", "1.1.3", "1.36.1", "1.36.2", "1.36.3");

  /** Of which there is one for each {@link Flaw}: {@code v1.36.4-no-start}. */
  private static final String FLAWED = "1.36.4";

  /** The first release that knows of the network's next upgrade. */
  private static final String KNOWS_NEXT_UPGRADE = "1.36.3";

  private static final String UNRELEASED = "1.36.5-dev";

  /** Epochs of the rehearsal take seconds: weeks away. */
  private static final long NEXT_UPGRADE = 1_000_000;

  private static final String DOCUMENTED_DAEMON = "documentation/en/default-lotus-config.toml";
  private static final String UNCOMPILED = "src/io/lotusflow/rehearsal/suite/Uncompiled.java";
  private static final String SUITE = "/suite-src/io/lotusflow/rehearsal/suite";

  /** What the suite needs beside the JDK, compiled. */
  private static final String COMPRESSOR = "extern/aircompressor/io/airlift/compress/";

  private static final List<String> SUBMODULES =
      List.of("filecoin-ffi", "serialization-vectors", "test-vectors");

  private final Path folder;

  public SourceRepository(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes what is not there yet. Killed in between, the next call begins anew: lotus.git appears
   * last and whole.
   */
  public void write(Baked baked) throws IOException {
    Path lotus = folder.resolve("lotus.git");
    if (Files.exists(lotus)) {
      return;
    }
    Files.createDirectories(folder);
    History history = new History();
    Tree tree = new Tree();
    StringBuilder modules = new StringBuilder();
    for (String name : SUBMODULES) {
      tree.submodule("extern/" + name, submodule(name));
      modules.append(
          "[submodule \"extern/%1$s\"]%n\tpath = extern/%1$s%n\turl = ../%1$s.git%n"
              .formatted(name));
    }
    tree.text(".gitmodules", modules.toString());
    tree.resources("/io/lotusflow/rehearsal/source/lotus", "Makefile", "");
    tree.resources(SUITE, "LotusMain.java", "src/io/lotusflow/rehearsal/suite/");
    tree.classes("/io/airlift/compress", "MalformedInputException.class", COMPRESSOR);
    tree.classes("/io/airlift/compress/zstd", "ZstdInputStream.class", COMPRESSOR + "zstd/");
    baked.into(tree);
    for (String version : VERSIONS) {
      history.commit("Lotus v" + version, version(tree, version));
      history.tag("v" + version);
    }
    String properties = new String(tree.files().get(Baked.PROPERTIES), UTF_8);
    for (Flaw flaw : Flaw.values()) {
      String version = FLAWED + '-' + flaw.word();
      history.commit("Lotus v" + version, flawed(version(tree, version), flaw, properties));
      history.tag("v" + version);
    }
    history.commit("Towards the next release", healed(version(tree, UNRELEASED), properties));
    publish(history, "lotus");
  }

  private static Tree flawed(Tree tree, Flaw flaw, String properties) {
    tree.text(Baked.PROPERTIES, properties + "flaw=" + flaw.word() + '\n');
    tree.text(DOCUMENTED_DAEMON, DefaultConfig.text(FULL_NODE, flaw == Flaw.LOST_KEY));
    tree.files().remove(UNCOMPILED);
    return flaw == Flaw.NO_BUILD ? tree.text(UNCOMPILED, "final class Uncompiled {\n") : tree;
  }

  private static Tree healed(Tree tree, String properties) {
    tree.files().remove(UNCOMPILED);
    return tree.text(Baked.PROPERTIES, properties)
        .text(DOCUMENTED_DAEMON, DefaultConfig.text(FULL_NODE, false));
  }

  /** What a release says of itself to those who read its sources before they build it. */
  private static Tree version(Tree tree, String version) {
    boolean later = version.compareTo(KNOWS_NEXT_UPGRADE) >= 0;
    tree.text(DOCUMENTED_DAEMON, DefaultConfig.text(FULL_NODE, false));
    tree.text(
        "documentation/en/default-lotus-miner-config.toml",
        DefaultConfig.text(Repo.Kind.MINER, false));
    tree.text(
        "build/buildconstants/params_rehearsal.go",
        """
        package buildconstants

        import "github.com/filecoin-project/go-state-types/abi"

        const UpgradeDressHeight abi.ChainEpoch = -1
        """
            + (later
                ? "\nconst UpgradeCurtainHeight abi.ChainEpoch = " + NEXT_UPGRADE + "\n"
                : ""));
    tree.text(
        "api/version.go",
        """
        package api

        var (
        	FullAPIVersion0 = newVer(%s)
        	FullAPIVersion1 = newVer(%s)

        	MinerAPIVersion0  = newVer(%s)
        	WorkerAPIVersion0 = newVer(1, 7, 0)
        )
        """
            .formatted(numbers(NodeApi.V0), numbers(NodeApi.V1), numbers(NodeApi.V0)));
    return tree.text(
        "build/version.go",
        """
        package build

        // NodeBuildVersion is the version of the Lotus daemon.
        const NodeBuildVersion string = "%1$s"

        // MinerBuildVersion is the version of the Lotus miner.
        const MinerBuildVersion string = "%1$s"
        """
            .formatted(version));
  }

  /** As Go code has them: {@code 1, 5, 0}. */
  private static String numbers(long version) {
    return NodeCommands.apiVersion(version).replace(".", ", ");
  }

  private String submodule(String name) throws IOException {
    Tree tree = new Tree().resources("/io/lotusflow/rehearsal/source/" + name, anyFileOf(name), "");
    return publish(new History().commit("Stand-in for " + name, tree), name);
  }

  private static String anyFileOf(String submodule) {
    return submodule.equals("filecoin-ffi") ? "Makefile" : "README.md";
  }

  private String publish(History history, String name) throws IOException {
    Path unfinished = folder.resolve(name + ".unfinished");
    Folders.delete(unfinished);
    String head = history.importInto(new Git(unfinished));
    Path repository = folder.resolve(name + ".git");
    Folders.delete(repository);
    Files.move(unfinished, repository);
    return head;
  }
}
