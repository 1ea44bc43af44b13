package io.lotusflow.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir Path folder;

  @Test
  void deletesAllThatIsInItButNotWhatLinksLeadTo() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("key"), "precious");
    Path tree = Files.createDirectories(folder.resolve("tree/deep/deeper"));
    Files.writeString(tree.resolve("file"), "");
    Files.createSymbolicLink(tree.resolve("link"), kept);
    FolderTree.delete(folder.resolve("tree"));
    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("key")).hasContent("precious");
  }

  @Test
  void countsAFolderBehindALinkButNotWhatLinksInItLeadTo() throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk/chain"));
    Files.writeString(disk.resolve("blocks"), "12345");
    Files.writeString(folder.resolve("elsewhere"), "x".repeat(4000));
    Files.createSymbolicLink(folder.resolve("datastore"), folder.resolve("disk"));
    Files.createSymbolicLink(disk.resolve("link"), folder.resolve("elsewhere"));
    assertThat(FolderTree.bytesIn(folder.resolve("datastore"), () -> {})).isBetween(5L, 1000L);
    assertThat(FolderTree.bytesIn(folder.resolve("gone"), () -> {})).isZero();
  }

  @Test
  void aFolderThatIsGoneIsDeleted() {
    FolderTree.delete(folder.resolve("gone"));
    assertThat(folder.resolve("gone")).doesNotExist();
  }
}
