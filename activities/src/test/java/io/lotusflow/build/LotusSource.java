package io.lotusflow.build;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Git repositories shaped like Lotus' own: a Makefile, GO_VERSION_MIN, and filecoin-ffi as a
 * submodule.
 */
public final class LotusSource {
  private static final Map<String, String> IDENTITY =
      Map.of(
          "GIT_AUTHOR_NAME",
          "A",
          "GIT_AUTHOR_EMAIL",
          "a@example.com",
          "GIT_COMMITTER_NAME",
          "A",
          "GIT_COMMITTER_EMAIL",
          "a@example.com");

  private final Programs programs = new Programs();
  private final Path folder;
  public final Path lotus;
  final Path ffi;

  public LotusSource(Path folder) {
    this.folder = folder;
    this.lotus = folder.resolve("lotus");
    this.ffi = folder.resolve("filecoin-ffi");
    init(ffi);
    write(ffi, "rust/rust-toolchain.toml", "[toolchain]\nchannel = \"1.94.0\"\n");
    write(ffi, "README.md", filling(200_000));
    commit(ffi, "ffi");
    init(lotus);
    write(lotus, "GO_VERSION_MIN", "1.25.7\n");
    write(lotus, "go.mod", "module lotus\n\ngo 1.25.7\n");
    write(
        lotus, "build/version.go", "package build\n\nconst NodeBuildVersion string = \"1.36.2\"\n");
    write(lotus, "data.txt", filling(300_000));
    write(lotus, ".gitignore", "/lotus\n/lotus-miner\n/lotus-worker\n/lotus-shed\n/build/.*\n");
    makefile("1.36.2");
    git(
        lotus,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "../filecoin-ffi",
        "extern/filecoin-ffi");
    commit(lotus, "first");
    git(lotus, "tag", "v1.36.1");
    write(lotus, "CHANGELOG.md", "v1.36.2\n");
    commit(lotus, "second");
    git(lotus, "tag", "-a", "-m", "release", "v1.36.2");
  }

  /** Bare copies that any web server can serve, at {@code lotus.git} and {@code filecoin-ffi}. */
  Path publish() {
    Path site = folder.resolve("site");
    for (Path repository : List.of(lotus, ffi)) {
      Path bare = site.resolve(repository.getFileName().toString());
      if (!Files.exists(bare)) {
        git(folder, "clone", "--quiet", "--bare", repository.toString(), bare.toString());
      } else {
        git(
            bare,
            "fetch",
            "--quiet",
            "--force",
            "--tags",
            repository.toString(),
            "+refs/heads/*:refs/heads/*");
      }
      git(bare, "repack", "-a", "-d", "--quiet");
      git(bare, "update-server-info");
    }
    return site;
  }

  /** Tools of the test's own Makefile write what they saw. */
  void makefile(String version) {
    write(
        lotus,
        "Makefile",
        """
        COMMIT := $(shell git describe --always --match=NeVeRmAtCh --dirty=.dirty)
        all: lotus lotus-miner lotus-worker
        calibnet: all
        .PHONY: all calibnet deps clean lotus lotus-miner lotus-worker lotus-shed
        deps: build/.filecoin-install
        build/.filecoin-install:
        \t@echo "   Compiling bellperson v0.26.0"
        \t@env > build/.environment
        \t@echo made >> build/.made
        \t@touch $@
        lotus lotus-miner lotus-worker lotus-shed:
        \t@[ ! -e build/.fail ] || { echo "# lotus/chain: undefined: x"; exit 1; }
        \t@while [ -e build/.hang ]; do sleep 0.1; done
        \t@printf '#!/bin/sh\\necho "$@ version VERSION+mainnet+git.$(COMMIT)"\\n' > $@.new && chmod +x $@.new && mv $@.new $@
        clean:
        \t@echo cleaned >> build/.cleaned
        \trm -f lotus lotus-miner lotus-worker build/.filecoin-install
        """
            .replace("VERSION", version));
  }

  public String commit(Path repository, String message) {
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "--message", message);
    return git(repository, "rev-parse", "HEAD");
  }

  public void write(Path repository, String file, String text) {
    Path path = repository.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String git(Path in, String... arguments) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "init.defaultBranch=main", "-C", in.toString()));
    argv.addAll(List.of(arguments));
    return programs.run(Command.of(Duration.ofMinutes(1), argv).with(IDENTITY)).line();
  }

  private void init(Path repository) {
    try {
      Files.createDirectories(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git(repository, "init", "--quiet");
  }

  /** What does not shrink, so that fetching it can be slow. */
  static String filling(int bytes) {
    byte[] random = new byte[bytes / 2];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random) + "\n";
  }
}
