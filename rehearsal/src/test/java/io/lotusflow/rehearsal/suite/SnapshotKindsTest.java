package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be imported, and what is exported. */
class SnapshotKindsTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private Rig rig;
  private Path file;

  @BeforeEach
  void openRig() throws Exception {
    rig = new Rig(folder);
    file = folder.resolve("snapshot");
  }

  @AfterEach
  void closeRig() {
    rig.close();
  }

  private Rig.Ended importAs(String flag) throws Exception {
    return rig.lotus("daemon", "--bootstrap=false", "--halt-after-import", flag, file.toString());
  }

  private void start() throws Exception {
    rig.startDaemon("--bootstrap=false");
    assertThat(rig.height("node")).isBetween(100L, 120L);
  }

  /** Transcript 062 but for the line about the metadata. */
  @Test
  void takesASnapshotOfVersion2WithItsCertificates() throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      rig.network.exportVersion2(out, 3 * MIB + 7);
    }
    Rig.Ended imported = importAs("--import-snapshot");
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.err()).doesNotContain("failed to unmarshal snapshot metadata");
    assertThat(Files.size(folder.resolve("node/datastore/f3/certificates"))).isEqualTo(3 * MIB + 7);
    rig.order("f3-power-table-missing", "");
    start();
  }

  @Test
  void seesAFlippedByteInTheCertificates() throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      rig.network.exportVersion2(out, 3 * MIB);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) MIB] ^= 1;
    Files.write(file, bytes);
    assertThat(importAs("--import-snapshot").err()).contains("mismatch in content integrity");
  }

  @Test
  void unpacksZstdAndSeesWhereItIsCut() throws Exception {
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file))) {
      rig.network.export(out, Long.MAX_VALUE);
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    Rig.Ended cut = importAs("--import-snapshot");
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("ERROR: importing chain failed: ").contains("unexpected EOF");
    Files.write(file, whole);
    assertThat(importAs("--import-snapshot").exitCode()).isZero();
    start();
  }

  /** Lotus validates what {@code --import-chain} brings; recent states are not enough for that. */
  @Test
  void importsAFullChainAndNoMinimalOneForValidation() throws Exception {
    rig.network.fund("t1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba", java.math.BigInteger.TEN);
    long sent = rig.network.height();
    await().atMost(Duration.ofSeconds(10)).until(() -> rig.network.height() > sent + 4);
    try (OutputStream out = Files.newOutputStream(file)) {
      rig.network.export(out, 1);
    }
    Rig.Ended minimal = importAs("--import-chain");
    assertThat(minimal.exitCode()).isEqualTo(1);
    assertThat(minimal.err())
        .contains("ERROR: chain validation failed: ")
        .contains("could not find");
    rig.network.exportSnapshot(file);
    assertThat(importAs("--import-chain").exitCode()).isZero();
    start();
  }

  /** Growth is part of the state: daemons fetch it, exports and imports carry it. */
  @Test
  void carriesWhatTheNetworkGrewBy() throws Exception {
    rig.startDaemon();
    rig.network.grow(20 * MIB);
    long ordered = rig.network.height();
    await().atMost(Duration.ofSeconds(30)).until(() -> rig.height("node") > ordered + 1);
    Rig.Ended export = rig.lotus("chain", "export", "--recent-stateroots=900", file.toString());
    assertThat(export).isEqualTo(new Rig.Ended("", "", 0));
    assertThat(Files.size(file)).isBetween(20 * MIB, 25 * MIB);
    assertThat(export.transcript()).isEqualTo(Transcript.named("059-chain-export-small").normal());
    Path other = folder.resolve("other");
    Rig.Ended imported =
        rig.run(
            "LotusMain",
            rig.at("other"),
            "daemon",
            "--halt-after-import",
            "--import-snapshot",
            file.toString());
    assertThat(imported.exitCode()).isZero();
    try (Stream<Path> all = Files.walk(other)) {
      assertThat(all.mapToLong(path -> path.toFile().length()).sum()).isGreaterThan(20 * MIB);
    }
  }

  @Test
  void exportsFromTheTipsetThatIsNamed() throws Exception {
    rig.startDaemon();
    await().atMost(Duration.ofSeconds(30)).until(() -> rig.height("node") > 12);
    assertThat(rig.lotus("chain", "export", "--tipset=@10", file.toString()))
        .isEqualTo(new Rig.Ended("", "", 0));
    Rig.Ended imported =
        rig.run(
            "LotusMain",
            rig.at("other"),
            "daemon",
            "--bootstrap=false",
            "--halt-after-import",
            "--import-chain",
            file.toString());
    assertThat(imported.exitCode()).isZero();
    assertThat(imported.err()).contains("computing state (height: 10,");
    assertThat(rig.lotus("chain", "export", "--tipset=@999999", file.toString()).err())
        .contains("looking for tipset with height greater than start point");
  }

  @Test
  void saysThatAnExportIsCutAndRefusesTooFewStates() throws Exception {
    rig.startDaemon();
    rig.order("export-cut", "1000");
    Rig.Ended cut = rig.lotus("chain", "export", file.toString());
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("ERROR: incomplete export (remote connection lost?)");
    assertThat(rig.lotus("chain", "export", file.toString()).exitCode()).isZero();
    assertThat(rig.lotus("chain", "export", "--recent-stateroots=0", file.toString()).err())
        .contains("has to be greater than 900");
  }
}
