package io.lotusflow.rehearsal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    assertThat(git.run("tag", "--list")).isEqualTo("v1.1.2\nv1.36.1\nv1.36.2");
    assertThat(git.run("show", "v1.36.2:build/version.go"))
        .contains("const NodeBuildVersion string = \"1.36.2\"");
    assertThat(git.run("rev-list", "--count", "v1.36.2..HEAD")).isEqualTo("1");
    assertThat(git.run("fsck", "--strict")).isEmpty();
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
