package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectorStageTest {

  @ParameterizedTest
  @CsvSource({
    "PreCommit2,COMPUTING",
    "SubmitPreCommitBatch,SENDING",
    "WaitSeed,WAITING",
    "ComputeProofFailed,RETRYING",
    "PackingFailed,REMOVING",
    "FaultedFinal,DEAD",
    "Available,PROVING",
    "precommit2,UNKNOWN",
    "'',UNKNOWN"
  })
  void knowsEachStateByItsExactName(String state, SectorStage stage) {
    assertThat(SectorStage.of(state)).isEqualTo(stage);
  }

  @Test
  void spellsANameAsLotusDoes() {
    assertThat(SectorStage.spelled("proVING")).contains("Proving");
    assertThat(SectorStage.spelled("Prooving")).isEmpty();
  }

  /** v1.1.2 had 29 states, of which none was removed; the ones after it make 63. */
  @Test
  void hasEveryStateOnce() {
    List<String> all =
        Arrays.stream(SectorStage.values()).flatMap(stage -> stage.states().stream()).toList();
    assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(63);
  }
}
