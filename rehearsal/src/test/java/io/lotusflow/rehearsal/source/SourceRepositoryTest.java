package io.lotusflow.rehearsal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.build.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRepositoryTest {
  @TempDir Path folder;

  @BeforeEach
  void hasAGenesis() throws IOException {
    Files.writeString(folder.resolve("genesis.car"), "genesis");
  }

  private Baked baked(String home) {
    Path genesis = folder.resolve("genesis.car");
    return new Baked(
        Path.of(home),
        Path.of("/jdk"),
        "/ip4/127.0.0.1/tcp/1",
        Duration.ofSeconds(2),
        genesis,
        "{}");
  }

  @Test
  void hasTheSameHashesForTheSameSources() throws Exception {
    assertThat(refs(written("one"))).isEqualTo(refs(written("two")));
  }

  @Test
  void hasTagsAndAMasterAhead() throws Exception {
    Git git = written("one");
    assertThat(git.run("tag", "--list")).startsWith("v1.1.2\nv1.1.3\nv1.36.1\nv1.36.2\nv1.36.3\n");
    assertThat(git.run("show", "v1.36.2:build/version.go"))
        .contains("const NodeBuildVersion string = \"1.36.2\"");
    assertThat(git.run("rev-list", "--count", "v1.36.3..HEAD"))
        .isEqualTo(Integer.toString(Flaw.values().length + 1));
    assertThat(git.run("fsck", "--strict")).isEmpty();
  }

  @Test
  void aReleaseWithAFlawHasItInItsSourcesAndTheNextOneIsHealed() throws Exception {
    Git git = written("one");
    for (Flaw flaw : Flaw.values()) {
      assertThat(git.run("show", "v1.36.4-" + flaw.word() + ":rehearsal.properties"))
          .contains("flaw=" + flaw.word());
    }
    assertThat(git.run("ls-tree", "-r", "--name-only", "v1.36.4-no-build"))
        .contains("Uncompiled.java");
    for (String healthy : List.of("v1.36.3", "master")) {
      assertThat(git.run("show", healthy + ":rehearsal.properties")).doesNotContain("flaw");
      assertThat(git.run("ls-tree", "-r", "--name-only", healthy))
          .doesNotContain("Uncompiled.java");
      assertThat(git.run("show", healthy + ":documentation/en/default-lotus-config.toml"))
          .contains("ListenAddresses");
    }
    assertThat(git.run("show", "v1.36.4-lost-key:documentation/en/default-lotus-config.toml"))
        .doesNotContain("ListenAddresses");
  }

  @Test
  void saysItsApiVersionsAndUpgradesAsTodaysSourcesDo() throws Exception {
    Git git = written("one");
    assertThat(git.run("show", "v1.36.2:api/version.go"))
        .contains("FullAPIVersion1 = newVer(2, 3, 0)")
        .contains("MinerAPIVersion0  = newVer(1, 5, 0)");
    assertThat(git.run("show", "v1.36.2:build/buildconstants/params_rehearsal.go"))
        .doesNotContain("UpgradeCurtainHeight");
    assertThat(git.run("show", "v1.36.3:build/buildconstants/params_rehearsal.go"))
        .contains("const UpgradeCurtainHeight abi.ChainEpoch = 1000000");
  }

  @Test
  void asksForWhatTodaysSourcesAskFor() throws Exception {
    Git git = written("one");
    assertThat(git.run("show", "v1.36.2:GO_VERSION_MIN")).isEqualTo("1.25.7");
    assertThat(git.run("ls-tree", "v1.36.2", "extern/filecoin-ffi")).startsWith("160000 commit ");
    assertThat(
            new Git(folder.resolve("one/filecoin-ffi.git"))
                .run("show", "HEAD:rust/rust-toolchain.toml"))
        .contains("channel = \"1.94.0\"");
  }

  @Test
  void leavesARepositoryThatIsThereAlone() throws Exception {
    Git git = written("one");
    String before = refs(git);
    new SourceRepository(folder.resolve("one")).write(baked("/other"));
    assertThat(refs(git)).isEqualTo(before);
  }

  @Test
  void beginsAnewWhereItWasKilled() throws Exception {
    Path unfinished = Files.createDirectories(folder.resolve("one/lotus.unfinished"));
    Files.writeString(unfinished.resolve("HEAD"), "half");
    assertThat(refs(written("one"))).isEqualTo(refs(written("two")));
  }

  private Git written(String name) throws IOException {
    new SourceRepository(folder.resolve(name)).write(baked("/r"));
    return new Git(folder.resolve(name).resolve("lotus.git"));
  }

  private static String refs(Git git) throws IOException {
    return git.run("for-each-ref");
  }
}
