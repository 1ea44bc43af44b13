package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.run.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchOverviewTest {

  private static final WatchLook LOOK =
      new WatchLook(
          Receipt.alreadySo(""),
          Map.of("PreCommit1", 2, "Proving", 9),
          List.of(),
          List.of(7L, 8L),
          List.of(),
          List.of(
              new WatchLook.Coming(
                  7, "PreCommit1", Instant.parse("2026-01-02T03:04:05Z").getEpochSecond())),
          SectorTrouble.News.NONE);

  @Test
  void showsStatesThoseThatAreLateAndWhenOneShouldBeProven() {
    assertThat(new WatchOverview(Language.ENGLISH).markdown(LOOK).lines())
        .containsExactly(
            "**Late:** 7, 8",
            "",
            "| state | sectors |",
            "|---|--:|",
            "| PreCommit1 | 2 |",
            "| Proving | 9 |",
            "",
            "| sector | state | should be proven |",
            "|--:|---|---|",
            "| 7 | PreCommit1 | 01-02 03:04 UTC |");
  }
}
