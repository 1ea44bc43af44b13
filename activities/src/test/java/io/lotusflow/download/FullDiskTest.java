package io.lotusflow.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 1 MiB, which takes root to mount. */
class FullDiskTest {
  private final Programs programs = new Programs();
  private final FaultyServer server = new FaultyServer();
  private final byte[] content = new byte[3 << 19];
  @TempDir Path folder;
  private Path small;

  @BeforeEach
  void mount() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
    small = Files.createDirectory(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
    new Random(1).nextBytes(content);
    server.file("/a.car", content);
  }

  @AfterEach
  void unmount() {
    server.close();
    if (small != null) {
      run("umount", "-l", small.toString());
    }
  }

  private void run(String... argv) {
    programs.run(Command.of(Duration.ofSeconds(10), argv));
  }

  @Test
  void isFoundFullBeforeTheFirstByteIsAskedFor() throws IOException {
    Download download = KilledDownload.download(small, server.url("/a.car"));
    assertThatThrownBy(() -> download.run(InputStream::readAllBytes, bytes -> List.of()))
        .isInstanceOf(NoRoom.class);
    assertThat(server.gets("/a.car")).isEmpty();
  }

  @Test
  void isNoServersFaultWhenItFillsUpOnTheWay() throws IOException {
    server.ranges = false;
    server.chunked = true;
    Download download = KilledDownload.download(small, server.url("/a.car"));
    assertThatThrownBy(() -> download.run(InputStream::readAllBytes, bytes -> List.of()))
        .isInstanceOf(NoRoom.class);
    assertThat(server.gets("/a.car")).hasSize(1);
  }

  @Test
  void holdsTheReservedRoomAgainstOthers() throws IOException {
    Path file = Files.createFile(small.resolve("part"));
    new Room(programs).allocate(file, 1 << 19, 1 << 20);
    assertThatThrownBy(() -> Files.write(small.resolve("other"), new byte[3 << 18]))
        .hasMessageContaining("No space left");
    Files.delete(small.resolve("other"));
    try (GrowingFile part = GrowingFile.open(file)) {
      part.write(content, 0, 1 << 19, 0);
    }
  }
}
