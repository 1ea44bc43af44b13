package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectorEventsTest {

  /** In the order in which a real sector's log has them. */
  @Test
  void theLogOfASealedSectorGoesThroughTheStatesInTheirOrder() {
    assertThat(
            List.of(
                "SectorStartCC",
                "SectorPacked",
                "SectorTicket",
                "SectorPreCommit1",
                "SectorPreCommit2",
                "SectorPreCommitBatchSent",
                "SectorPreCommitLanded",
                "SectorSeedReady",
                "SectorCommitted",
                "SectorCommitAggregateSent",
                "SectorProving",
                "SectorFinalized"))
        .extracting(event -> SectorStage.after(event).get(0))
        .containsExactly(
            "Packing",
            "GetTicket",
            "PreCommit1",
            "PreCommit2",
            "SubmitPreCommitBatch",
            "PreCommitBatchWait",
            "WaitSeed",
            "Committing",
            "SubmitCommitAggregate",
            "CommitAggregateWait",
            "FinalizeSector",
            "Proving");
  }

  /** Else the oldest version would have none to choose. */
  @ParameterizedTest
  @ValueSource(strings = {"SectorPacked", "SectorPreCommit2", "SectorCommitted"})
  void theOldestVersionHasAStateForEachEventThatLedElsewhereLater(String event) {
    List<String> states = SectorStage.after(event);
    assertThat(SectorStage.since(states.get(0))).isNotEqualTo("1.1.2");
    assertThat(SectorStage.since(states.get(1))).isEqualTo("1.1.2");
  }
}
