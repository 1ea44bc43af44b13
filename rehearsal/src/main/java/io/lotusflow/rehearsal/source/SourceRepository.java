package io.lotusflow.rehearsal.source;

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
   * Releases that can be built, oldest first; each has its tag. The sources are the same, and look
   * at their version: before v1.27.1 the miner has a market.
   */
  public static final List<String> VERSIONS = List.of("1.1.2", "1.36.1", "1.36.2");

  private static final String UNRELEASED = "1.36.3-dev";
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
    history.commit("Towards the next release", version(tree, UNRELEASED));
    publish(history, "lotus");
  }

  private static Tree version(Tree tree, String version) {
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
