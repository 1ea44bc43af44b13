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
  void aFolderThatIsGoneIsDeleted() {
    FolderTree.delete(folder.resolve("gone"));
    assertThat(folder.resolve("gone")).doesNotExist();
  }
}
