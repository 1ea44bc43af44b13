package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held to what {@code lotus-bench} v1.36 does: the manual's JSON, with the fields that came. */
class LotusBenchTest {

  private static final List<String> STAGES =
      List.of("AddPiece", "PreCommit1", "PreCommit2", "Commit1", "Commit2", "Verify", "Unseal");

  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void begin() throws IOException {
    rig = new Rig(folder);
    rig.properties("sealpercent=10\n");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private Path disk() {
    return folder.resolve("disk");
  }

  private Rig.Ended seal(String... more) throws Exception {
    String[] all = new String[more.length + 4];
    all[0] = "sealing";
    all[1] = "--storage-dir=" + disk();
    all[2] = "--sector-size=2KiB";
    all[3] = "--json-out";
    System.arraycopy(more, 0, all, 4, more.length);
    return rig.run("LotusBenchMain", Map.of(), all);
  }

  private static Map<String, Object> sealed(Rig.Ended ended) {
    Map<String, Object> result = Json.asObject(Json.parse(ended.out()));
    return Json.asObject(((List<?>) result.get("SealingResults")).get(0));
  }

  @Test
  void printsItsResultAloneOnStdoutAndLeavesNothing() throws Exception {
    Rig.Ended ended = seal();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("{\n  \"").endsWith("}\n");
    assertThat(sealed(ended)).containsOnlyKeys(STAGES);
    assertThat(Json.asObject(Json.parse(ended.out())))
        .containsKeys("EnvVar", "SectorNumber", "SealingSum", "PostWindowProofHot")
        .containsEntry("SectorSize", 2048L);
    assertThat(ended.err())
        .containsSubsequence(
            "Starting lotus-bench",
            "[0] Writing piece into sector...",
            "[0] Running replication(1)...",
            "[0] Running replication(2)...",
            "[0] Generating PoRep for sector (1)",
            "[0] Generating PoRep for sector (2)",
            "[0] Unsealing sector",
            "computing winning post snark (cold)",
            "computing window post snark (hot)");
    assertThat(disk()).isEmptyDirectory();
  }

  /** What is skipped has the time between two log lines; only PoSts have none. */
  @Test
  void tellsOfWhatItSkippedThatItTookAlmostNothing() throws Exception {
    Rig.Ended ended = seal("--skip-commit2", "--skip-unseal");

    assertThat((Long) sealed(ended).get("Commit2")).isBetween(1L, 1_000_000L);
    assertThat((Long) sealed(ended).get("Unseal")).isBetween(1L, 10_000L);
    assertThat(Json.asObject(Json.parse(ended.out()))).containsEntry("PostWinningProofHot", 0L);
    assertThat(ended.err()).doesNotContain("Unsealing", "winning post");
  }

  @Test
  void exitsWithZeroWhenItFails() throws Exception {
    rig.order("bench-fail", "");
    Rig.Ended failed = seal();

    assertThat(failed.exitCode()).isZero();
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("failed to run seals");
    assertThat(disk()).isEmptyDirectory();
    assertThat(seal("--sector-size=2Q").exitCode()).isZero();
  }

  @Test
  void goesOnAfterAWrongProofAndCutsItsResultWhenToldSo() throws Exception {
    rig.order("bench-wrong-proof", "");
    Rig.Ended wrong = seal();
    assertThat(wrong.err()).contains("window post verification failed");
    assertThat(sealed(wrong)).isNotEmpty();

    rig.order("bench-cut", "");
    Rig.Ended cut = seal();
    assertThat(cut.exitCode()).isZero();
    assertThat(cut.out()).startsWith("{").contains("SectorSize").doesNotContain("VerifyWindow");
  }

  @Test
  void leavesItsFolderWhenItIsKilled() throws Exception {
    rig.properties("sealpercent=1000\n");
    Process bench =
        rig.start(
            "LotusBenchMain",
            Map.of(),
            folder.resolve("out"),
            folder.resolve("err"),
            "sealing",
            "--storage-dir=" + disk(),
            "--sector-size=2KiB");
    await().until(() -> Files.readString(folder.resolve("err")).contains("replication(1)"));
    bench.destroyForcibly().waitFor();

    try (Stream<Path> left = Files.list(disk())) {
      assertThat(left).singleElement().asString().matches(".*/bench\\d+");
    }
  }
}
