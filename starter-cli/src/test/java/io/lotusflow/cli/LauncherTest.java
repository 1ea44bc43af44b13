package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  private static final String JAVA = System.getProperty("java.home");

  @TempDir private Path folder;
  private SourceTree tree;

  @BeforeEach
  void plant() throws IOException {
    tree = new SourceTree(folder);
  }

  @Test
  void buildsOnFirstUseOnlyAndPassesArgumentsAsTheyAre() throws Exception {
    SourceTree.Answer first = tree.call("run", "a b", "$HOME", "");
    assertThat(first.exit()).isZero();
    assertThat(first.out()).startsWith("args [run, a b, $HOME, ]\n");
    assertThat(first.err()).contains("Building lotusflow");
    SourceTree.Answer second = tree.call("status");
    assertThat(second.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  /** What {@code make jar} makes: this text, then the jar. */
  @Test
  void aJarThatBeginsWithTheLauncherRunsByItself() throws Exception {
    tree.call();
    Path alone = Files.createDirectories(folder.resolve("alone")).resolve("lotusflow.jar");
    Path jar = tree.root.resolve(".build/current/lib/starter-cli.jar");
    try (OutputStream out = Files.newOutputStream(alone)) {
      Files.copy(tree.root.resolve("lotusflow"), out);
      Files.copy(jar, out);
    }
    Files.setPosixFilePermissions(alone, PosixFilePermissions.fromString("rwxr-xr-x"));
    SourceTree.Answer answer = SourceTree.answer(tree.start(JAVA, alone, "run", "a b"));
    assertThat(answer.out()).as(answer.err()).startsWith("args [run, a b]\n");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChangedOrWentAway() throws Exception {
    tree.call();
    tree.change("starter-cli/src/main/One.java");
    tree.call();
    assertThat(tree.builds()).isEqualTo(2);
    Files.setLastModifiedTime(
        tree.root.resolve("starter-cli/src/main/One.java"),
        java.nio.file.attribute.FileTime.fromMillis(0));
    tree.call();
    assertThat(tree.builds()).as("older sources change nothing").isEqualTo(2);
    Files.delete(tree.root.resolve("starter-cli/src/main/Two.java"));
    tree.change("starter-cli/src/main");
    tree.call();
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void firstUsesAtTheSameTimeBuildOnce() throws Exception {
    List<Process> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(tree.start(JAVA, tree.root.resolve("lotusflow"), "n" + i));
    }
    for (Process call : calls) {
      assertThat(SourceTree.answer(call).exit()).isZero();
    }
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsSaysWhyAndLeavesNothingThatIsTakenForABuild() throws Exception {
    tree.breakMaven();
    SourceTree.Answer failed = tree.call("status");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err()).contains("what Maven says").contains("build.log");
    assertThat(failed.out()).isEmpty();
    tree.mendMaven();
    assertThat(tree.call("status").out()).contains("args [status]");
  }

  @Test
  void anOldOrMissingJavaIsNamedWithThePackageToInstall() throws Exception {
    Path old = Files.createDirectories(folder.resolve("jdk-11/bin"));
    Files.createSymbolicLink(old.resolve("java"), Path.of("/bin/false"));
    Files.writeString(folder.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");
    SourceTree.Answer answer =
        SourceTree.answer(
            tree.start(folder.resolve("jdk-11").toString(), tree.root.resolve("lotusflow")));
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("Java 17").contains("apt-get install openjdk-17");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void aMissingMavenIsNamedWithThePackageToInstall() throws Exception {
    Files.delete(tree.bin.resolve("mvn"));
    SourceTree.Answer answer = tree.call("status");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("apt-get install maven");
  }

  @Test
  void worksThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("lf"), Path.of("a tree", "lotusflow"));
    SourceTree.Answer answer = SourceTree.answer(tree.start(JAVA, link, "version"));
    assertThat(answer.out()).startsWith("args [version]");
  }

  @Test
  void aClassArchiveOfAnotherJavaIsNoticedByNobody() throws Exception {
    tree.call();
    assertThat(tree.archive()).exists();
    Files.delete(tree.archive());
    Files.writeString(tree.archive(), "not an archive");
    SourceTree.Answer answer = tree.call("status");
    assertThat(answer.exit()).isZero();
    assertThat(answer.out()).startsWith("args [status]");
    assertThat(answer.err()).isEmpty();
    Files.delete(tree.archive());
    tree.call("status");
    assertThat(tree.archive()).as("made again").exists();
  }

  @Test
  void aPipeIsNoTerminal() throws Exception {
    assertThat(tree.call().out()).contains("out false");
  }
}
