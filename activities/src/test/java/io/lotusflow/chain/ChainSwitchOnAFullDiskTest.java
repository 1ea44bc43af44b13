package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not a byte is free when the chains are to be switched; it takes root to mount such a disk. */
class ChainSwitchOnAFullDiskTest {
  private final Programs programs = new Programs();
  @TempDir Path folder;
  private Path disk;
  private Path repo;
  private FolderExchange exchange;

  @BeforeEach
  void mountAndMakeTwoChains() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
    disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    repo = disk.resolve("daemon");
    Path in = disk.resolve("daemon.import/datastore");
    chain(repo.resolve("datastore"), "old");
    chain(in, "new");
    exchange =
        new FolderExchange(repo.resolve("datastore"), in, repo.resolve("datastore.before-1"));
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      run("umount", "-l", disk.toString());
    }
  }

  private void run(String... argv) {
    programs.run(Command.of(Duration.ofSeconds(10), argv));
  }

  private static void chain(Path datastore, String name) throws IOException {
    Files.createDirectories(datastore.resolve("chain"));
    Files.createDirectories(datastore.resolve("metadata"));
    Files.writeString(datastore.resolve("chain/name"), name);
  }

  private void fill() {
    assertThatThrownBy(
            () -> {
              try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
                while (true) {
                  ballast.write(new byte[512]);
                }
              }
            })
        .hasMessageContaining("No space left");
  }

  private String serves() throws IOException {
    return Files.readString(repo.resolve("datastore/chain/name"));
  }

  private void exchange(FolderExchange either) {
    new ChainSwitch(repo, "run", () -> {}, step -> {}).exchange(either, Duration.ZERO);
  }

  @Test
  void leavesTheOldChainInItsPlaceAndSucceedsOnceThereIsRoom() throws IOException {
    fill();
    assertThatThrownBy(() -> exchange(exchange)).hasStackTraceContaining("No space left");
    assertThat(serves()).isEqualTo("old");
    assertThat(exchange.in().resolve("chain/name")).hasContent("new");

    Files.delete(disk.resolve("ballast"));
    exchange(exchange);
    assertThat(serves()).isEqualTo("new");
    assertThat(exchange.aside().resolve("chain/name")).hasContent("old");
  }

  /** What must be known for the way back was written before. */
  @Test
  void aDiskThatFillsUpBetweenTheRenamesIsNoMatter() throws IOException {
    new ChainSwitch(repo, "run", () -> {}, step -> fillAt(step, "in"))
        .exchange(exchange, Duration.ZERO);
    assertThat(serves()).isEqualTo("new");
    assertThat(exchange.aside().resolve("chain/name")).hasContent("old");
  }

  private void fillAt(String step, String wanted) {
    if (step.equals(wanted)) {
      fill();
    }
  }

  /** The undo writes its journal too; it must not lose what was noted before. */
  @Test
  void whatCannotBeUndoneForWantOfRoomIsUndoneLater() throws IOException {
    exchange(exchange);
    fill();
    assertThatThrownBy(() -> exchange(exchange.reversed()))
        .hasStackTraceContaining("No space left");
    assertThat(serves()).isEqualTo("new");

    Files.delete(disk.resolve("ballast"));
    exchange(exchange.reversed());
    assertThat(serves()).isEqualTo("old");
    assertThat(exchange.in().resolve("chain/name")).hasContent("new");
  }
}
