package io.lotusflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lengths are the node's: here a period of 8 deadlines of 10 epochs. */
class ProvingScheduleTest {
  private static final int DEADLINES = 8;

  private static ProvingSchedule at(long now, Set<Integer> live, Set<Integer> proven) {
    return at(now, live, proven, Set.of());
  }

  private static ProvingSchedule at(
      long now, Set<Integer> live, Set<Integer> proven, Set<Integer> faulty) {
    List<BitField> submissions = new ArrayList<>();
    List<List<Partition>> partitions = new ArrayList<>();
    for (int i = 0; i < DEADLINES; i++) {
      submissions.add(proven.contains(i) ? BitField.of(0) : BitField.of());
      BitField faults = faulty.contains(i) ? BitField.of(1) : BitField.of();
      partitions.add(
          live.contains(i)
              ? List.of(new Partition(BitField.of(1, 2), faults, BitField.of()))
              : List.of());
    }
    ProvingPeriod period = new ProvingPeriod(now, 1000, DEADLINES, 80, 10, 4);
    return new ProvingSchedule(period, now, submissions, partitions);
  }

  @Test
  void aMinerWithoutSectorsHasNothingToProve() {
    assertThat(at(1005, Set.of(), Set.of()).quietFor()).isEmpty();
    assertThat(at(1005, Set.of(), Set.of()).opensIn(70)).hasValue(0);
  }

  @Test
  void anOpenDeadlineThatIsNotProvenIsInTheWayUntilItCloses() {
    ProvingSchedule schedule = at(1013, Set.of(1), Set.of());
    assertThat(schedule.quietFor()).hasValue(0);
    assertThat(schedule.opensIn(20)).hasValue(7);
  }

  @Test
  void anOpenDeadlineThatIsProvenLeavesTheTimeToTheNextLiveOne() {
    ProvingSchedule schedule = at(1013, Set.of(1, 3), Set.of(1));
    assertThat(schedule.quietFor()).hasValue(17);
    assertThat(schedule.opensIn(17)).hasValue(0);
    assertThat(schedule.opensIn(18)).hasValue(27);
  }

  @Test
  void theSameDeadlineComesAgainAPeriodLater() {
    assertThat(at(1013, Set.of(1), Set.of(1)).quietFor()).hasValue(77);
  }

  @Test
  void deadlinesBeforeTheOpenOneComeInTheNextPeriod() {
    assertThat(at(1075, Set.of(0), Set.of()).quietFor()).hasValue(5);
  }

  @Test
  void worksInPeriodsThatTheRecordedStartIsBehind() {
    assertThat(at(1000 + 3 * 80 + 13, Set.of(1, 3), Set.of(1)).quietFor()).hasValue(17);
  }

  @Test
  void faultsMustBeDeclaredRecoveredBeforeTheirDeadlineOpens() {
    assertThat(at(1005, Set.of(2), Set.of(), Set.of(2)).quietFor()).hasValue(10);
  }

  /** Once they are declared, their deadline has a proof again. */
  @Test
  void aDeadlineOfFaultsAloneIsNoStretchAsLongAsTheyMayBeDeclared() {
    assertThat(ofFaultsAlone(1005).stretches(1))
        .containsExactly(new Stretch(1005, 1025), new Stretch(1026, 1030), new Stretch(1040, 1105));
    assertThat(ofFaultsAlone(1027).isOpen(70)).isTrue();
  }

  private static ProvingSchedule ofFaultsAlone(long now) {
    List<BitField> submissions = new ArrayList<>();
    List<List<Partition>> partitions = new ArrayList<>();
    for (int i = 0; i < DEADLINES; i++) {
      submissions.add(BitField.of());
      partitions.add(
          i == 3
              ? List.of(new Partition(BitField.of(1), BitField.of(1), BitField.of()))
              : List.of());
    }
    ProvingPeriod period = new ProvingPeriod(now, 1000, DEADLINES, 80, 10, 4);
    return new ProvingSchedule(period, now, submissions, partitions);
  }

  @Test
  void isOpenForWhatIsQuietAndNoLonger() {
    ProvingSchedule schedule = at(1013, Set.of(1, 3), Set.of(1));
    assertThat(schedule.isOpen(17)).isTrue();
    assertThat(schedule.isOpen(18)).isFalse();
    assertThat(at(1013, Set.of(1), Set.of()).isOpen(1)).isFalse();
    assertThat(at(1013, Set.of(), Set.of()).isOpen(1000)).isTrue();
  }

  @Test
  void whereAllAreLiveNoneIsLongEnoughButAProofMayMakeRoom() {
    Set<Integer> all = Set.of(0, 1, 2, 3, 4, 5, 6, 7);
    ProvingSchedule schedule = at(1005, all, Set.of());
    assertThat(schedule.opensIn(6)).isEmpty();
    assertThat(schedule.mayOpenAfterProof(6)).isTrue();
    assertThat(schedule.mayOpenAfterProof(10)).isFalse();
    assertThat(at(1003, all, Set.of(0)).quietFor()).hasValue(7);
  }
}
