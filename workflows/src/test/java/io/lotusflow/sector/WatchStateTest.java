package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.sector.SectorTrouble.Reason;
import io.lotusflow.sector.WatchState.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchStateTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static Instant at(int minutes) {
    return T0.plus(Duration.ofMinutes(minutes));
  }

  private static WatchState seen(WatchState before, Map<Long, String> now, int minutes) {
    return before.seen(now, Map.of("Proving", 9), at(minutes));
  }

  @Test
  void learnsHowLongAStateTakesFromThoseItSawComeAndGo() {
    WatchState state = seen(WatchState.NOTHING, Map.of(), 0);
    state = seen(state, Map.of(1L, "PreCommit1", 2L, "PreCommit1"), 1);
    state = seen(state, Map.of(1L, "PreCommit2", 2L, "PreCommit1"), 11);
    state = seen(state, Map.of(1L, "PreCommit2"), 31);

    assertThat(state.times().get("PreCommit1"))
        .isEqualTo(new WatchState.StageTime(2, 40 * 60, 30 * 60));
    assertThat(state.times().get("PreCommit1").mean()).isEqualTo(Duration.ofMinutes(20));
    assertThat(state.times()).doesNotContainKey("PreCommit2");
  }

  /** It may have been there for days. */
  @Test
  void learnsNothingFromWhatWasThereAtTheFirstLook() {
    WatchState state = seen(WatchState.NOTHING, Map.of(1L, "WaitSeed"), 0);
    state = seen(state, Map.of(1L, "Committing"), 5);
    assertThat(state.times()).isEmpty();
  }

  @Test
  void tellsWhatMoved() {
    WatchState before = seen(WatchState.NOTHING, Map.of(1L, "WaitSeed", 2L, "Packing"), 0);
    WatchState after = seen(before, Map.of(1L, "Committing", 2L, "Packing", 3L, "Packing"), 1);
    assertThat(after.changesSince(before))
        .containsExactly(new Change(1, "WaitSeed", "Committing"), new Change(3, "", "Packing"));
    assertThat(seen(after, Map.of(2L, "Packing", 3L, "Packing"), 2).changesSince(after))
        .containsExactly(new Change(1, "Committing", ""));
  }

  @Test
  void aSectorIsLateOnlyAgainstWhatWasSeenHereOften() {
    WatchState state = seen(WatchState.NOTHING, Map.of(), 0);
    for (int i = 0; i < 3; i++) {
      assertThat(seen(state, Map.of(9L, "PreCommit1"), 0).isLate(9, at(900))).isFalse();
      state = seen(state, Map.of((long) i, "PreCommit1"), 10 * i);
      state = seen(state, Map.of(), 10 * i + 5);
    }
    state = seen(state, Map.of(9L, "PreCommit1"), 100);
    assertThat(state.isLate(9, at(115))).isFalse();
    assertThat(state.isLate(9, at(116))).isTrue();
  }

  /** Ten minutes in PreCommit1, twenty in PreCommit2, then proven; sector 0 failed once between. */
  private static WatchState experienced() {
    WatchState state = seen(WatchState.NOTHING, Map.of(), 0);
    state = seen(state, Map.of(0L, "PreCommit1", 1L, "PreCommit1"), 0);
    state = seen(state, Map.of(0L, "PreCommit2", 1L, "PreCommit2"), 10);
    state = seen(state, Map.of(0L, "SealPreCommit2Failed", 1L, "Proving"), 30);
    state = seen(state, Map.of(0L, "PreCommit1"), 31);
    state = seen(state, Map.of(0L, "PreCommit2"), 41);
    return seen(state, Map.of(0L, "Proving"), 61);
  }

  @Test
  void foreseesTheEndFromWhatTheStatesTookHere() {
    WatchState state = experienced();
    assertThat(state.way().from("PreCommit1")).contains(List.of("PreCommit2"));
    assertThat(state.remaining("PreCommit1", Duration.ofMinutes(4)))
        .contains(Duration.ofMinutes(26));
    assertThat(state.remaining("PreCommit1", Duration.ofHours(5)))
        .as("late: the rest still takes its time")
        .contains(Duration.ofMinutes(20));
    assertThat(state.remaining("WaitSeed", Duration.ZERO)).as("never seen").isEmpty();
  }

  @Test
  void expectsWhatFailedToGoThroughOnceMore() {
    WatchState state = experienced();
    assertThat(state.way().from("SealPreCommit2Failed"))
        .contains(List.of("PreCommit1", "PreCommit2"));
    assertThat(state.remaining("SealPreCommit2Failed", Duration.ZERO))
        .contains(Duration.ofMinutes(31));
  }

  @Test
  void theExpectedEndStandsWhileTheSectorDoes() {
    WatchState state = seen(experienced(), Map.of(9L, "PreCommit2"), 100);
    WatchState later = seen(state, Map.of(9L, "PreCommit2"), 150);
    assertThat(state.expected(9)).contains(at(120));
    assertThat(later.expected(9)).contains(at(120));
    assertThat(later.expected(1)).isEmpty();
  }

  @Test
  void whatWasNoticedIsUntoldUntilItWasToldAndNoticedOnlyOnceInAState() {
    SectorTrouble trouble =
        new SectorTrouble(9, "PreCommit1", Reason.LATE, "", at(2).getEpochSecond());
    WatchState state =
        seen(WatchState.NOTHING, Map.of(9L, "PreCommit1"), 1).noticed(List.of(trouble));
    WatchState later = seen(state, Map.of(9L, "PreCommit1"), 3);

    assertThat(later.untold()).containsExactly(trouble);
    assertThat(later.told(at(1).getEpochSecond(), at(3)).untold()).containsExactly(trouble);
    assertThat(later.told(at(2).getEpochSecond(), at(3)).untold()).isEmpty();
    assertThat(later.sealing().get(9L).noticed()).containsExactly(Reason.LATE);
    assertThat(seen(later, Map.of(9L, "PreCommit2"), 4).sealing().get(9L).noticed()).isEmpty();
  }
}
