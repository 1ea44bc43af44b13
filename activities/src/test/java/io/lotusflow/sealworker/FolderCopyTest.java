package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over a folder of a sector, its cache and what lies beside. */
class FolderCopyTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void aSector() throws IOException {
    from = folder.resolve("from");
    to = folder.resolve("to");
    file("sealed/s-t01000-1", "sealed");
    file("cache/s-t01000-1/p_aux", "aux");
    file("token", "secret");
    Files.setPosixFilePermissions(
        from.resolve("token"), PosixFilePermissions.fromString("rw-------"));
    file("tmp/gpu.lock", "");
  }

  private Path file(String name, String content) throws IOException {
    Path file = from.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setLastModifiedTime(file, LONG_AGO);
  }

  /** As the next attempt has it: all it knows is on disk. */
  private FolderCopy copy() throws IOException {
    return new FolderCopy(
        from, to, Set.of(Path.of("tmp")), new CopiedFiles(folder.resolve("copied")));
  }

  private long round(boolean still) throws IOException {
    FolderCopy copy = copy();
    copy.copy(still);
    return copy.progress().written();
  }

  @Test
  void copiesFilesModesLinksAndHoles() throws IOException {
    Path holes = file("unsealed/s-t01000-1", "");
    try (RandomAccessFile sparse = new RandomAccessFile(holes.toFile(), "rw")) {
      sparse.seek(3L << 20);
      sparse.write(7);
      sparse.setLength((64L << 20) + 5);
    }
    Files.createSymbolicLink(from.resolve("inside"), from.resolve("sealed"));
    Files.createSymbolicLink(from.resolve("outside"), Path.of("/proc/self"));

    round(true);

    assertThat(to.resolve("sealed/s-t01000-1")).hasContent("sealed");
    assertThat(Files.getLastModifiedTime(to.resolve("token"))).isEqualTo(LONG_AGO);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("token"))))
        .isEqualTo("rw-------");
    assertThat(to.resolve("tmp")).doesNotExist();
    assertThat(Files.readSymbolicLink(to.resolve("inside"))).isEqualTo(to.resolve("sealed"));
    assertThat(Files.readSymbolicLink(to.resolve("outside"))).isEqualTo(Path.of("/proc/self"));
    assertThat(Files.mismatch(holes, to.resolve("unsealed/s-t01000-1"))).isEqualTo(-1);
    assertThat(diskUse(to.resolve("unsealed/s-t01000-1"))).isLessThan(8L << 20);
    assertThat(copy().verify()).isEqualTo(4);
  }

  private static long diskUse(Path file) throws IOException {
    Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
    return Long.parseLong(
        new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
  }

  @Test
  void theNextRoundCopiesWhatChangedAndNothingElse() throws IOException {
    assertThat(round(false)).isEqualTo("sealedauxsecret".length());
    assertThat(round(false)).isZero();

    file("cache/s-t01000-1/p_aux", "AUX");
    Files.delete(from.resolve("sealed/s-t01000-1"));
    file("sealed/s-t01000-2", "two");
    FolderCopy last = copy();
    last.copy(true);
    last.prune();

    assertThat(last.progress().written()).isEqualTo("AUXtwo".length());
    assertThat(to.resolve("cache/s-t01000-1/p_aux")).hasContent("AUX");
    assertThat(to.resolve("sealed")).isDirectoryNotContaining("glob:**1");
    assertThat(copy().verify()).isEqualTo(3);
  }

  /** What was written a moment ago may be written to again without another time. */
  @Test
  void aFileThatWasJustWrittenIsCopiedAgainOnceNobodyWrites() throws IOException {
    Path fresh = file("sealed/s-t01000-3", "fresh");
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));
    round(false);

    assertThat(round(false)).as("still not sure").isEqualTo("fresh".length());
    assertThat(round(true)).isEqualTo("fresh".length());
    assertThat(round(true)).isZero();
  }

  @Test
  void aRoundThatWasKilledIsTakenUp() throws IOException {
    round(false);
    Files.writeString(to.resolve("sealed/.s-t01000-1.lotusflow-part"), "hal");
    Files.delete(to.resolve("cache/s-t01000-1/p_aux"));
    Files.writeString(
        folder.resolve("copied"), Files.readString(folder.resolve("copied")) + "{\"path\":\"tok");

    FolderCopy last = copy();
    last.copy(true);
    last.prune();

    assertThat(last.progress().written()).isEqualTo("aux".length());
    assertThat(to.resolve("sealed")).isDirectoryNotContaining("glob:**part");
    assertThat(copy().verify()).isEqualTo(3);
  }

  @Test
  void tellsACopyThatIsNotTheSame() throws IOException {
    round(true);
    Files.writeString(to.resolve("token"), "SECRET");
    assertThat(differs()).contains("token");

    round(true);
    assertThat(copy().verify()).isEqualTo(3);
    Files.writeString(from.resolve("token"), "other!");
    Files.setLastModifiedTime(from.resolve("token"), LONG_AGO);
    assertThat(differs()).as("set back, but written to").contains("token");

    round(true);
    Files.writeString(to.resolve("sealed/s-t01000-9"), "");
    assertThat(differs()).contains("s-t01000-9");
  }

  private String differs() throws IOException {
    FolderCopy copy = copy();
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, copy::verify);
    assertThat(failure.getType()).isEqualTo("SEAL_WORKER_COPY_DIFFERS");
    return failure.getOriginalMessage();
  }
}
