package io.lotusflow.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.FakeServices;
import io.lotusflow.node.Plans;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epoch 100000 is the tenth of deadline 2, of eight. */
class WindowActivitiesTest {
  private static final int OPEN = 2;

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private final FakeNode miner = new FakeNode();
  private final FakeServices services = new FakeServices();

  @BeforeEach
  void nothingIsInTheWay() {
    node.answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":30}");
    headIsOld(0);
    node.answering("WalletList", "[\"f01001\"]");
    node.answering("MpoolPending", "[]");
    node.answering(
        "StateMinerProvingDeadline",
        "{\"CurrentEpoch\":100000,\"PeriodStart\":99870,\"WPoStPeriodDeadlines\":8,"
            + "\"WPoStProvingPeriod\":480,\"WPoStChallengeWindow\":60,"
            + "\"Open\":99990,\"FaultCutoff\":99920}");
    node.answering(
        "StateMinerDeadlines",
        "[" + String.join(",", IntStream.range(0, 8).mapToObj(i -> "{}").toList()) + "]");
    live(Set.of(OPEN + 2));
    miner.answering("ActorAddress", "\"f01000\"");
    miner.answering("SectorsListInStates", "null");
  }

  @AfterEach
  void close() {
    node.close();
    miner.close();
  }

  private void headIsOld(int seconds) {
    node.answering(
        "ChainHead",
        params ->
            "{\"Height\":100000,\"Blocks\":[{\"Timestamp\":%d}]}"
                .formatted(Instant.now().getEpochSecond() - seconds));
  }

  private void live(Set<Integer> deadlines) {
    node.answering(
        "StateMinerPartitions",
        params ->
            deadlines.contains(params.path(1).asInt()) ? "[{\"LiveSectors\":[0,3]}]" : "null");
  }

  private Optional<Duration> clockAhead = Optional.empty();

  private WindowLook look(int outageMinutes) {
    WindowPlan plan =
        new WindowPlan(
            Plans.SCOPE,
            NodeApi.local(folder.toString(), node.address()),
            Plans.service(folder),
            Optional.of(NodeApi.local(folder.toString(), miner.address())),
            Optional.of(Plans.service(folder)),
            List.of(),
            Duration.ofMinutes(outageMinutes),
            Duration.ofMinutes(5),
            Duration.ofHours(1));
    return new WindowActivitiesImpl(services, () -> clockAhead, progress -> {}).look(plan);
  }

  @Test
  void isOpenWhereTheNextLiveDeadlineIsFarEnough() {
    assertThat(look(40).open()).isTrue();
    assertThat(look(51).open()).isFalse();
  }

  @Test
  void isJudgedByNoClockThatIsElevenMinutesOff() {
    clockAhead = Optional.of(Duration.ofMinutes(-11));
    ApplicationFailure off = catchThrowableOfType(ApplicationFailure.class, () -> look(40));
    assertThat(off.getType()).isEqualTo("HOST_CLOCK_OFF");
    assertThat(off.getOriginalMessage()).contains("11 min", "10 min");

    clockAhead = Optional.of(Duration.ofMinutes(9));
    assertThat(look(40).open()).isTrue();
  }

  @Test
  void opensWhenTheNextLiveDeadlineCloses() {
    // 110 epochs to its opening, 60 to its close.
    assertThat(look(51).opensIn()).isEqualTo(Duration.ofMinutes(85));
  }

  @Test
  void timeSinceTheHeadIsGone() {
    headIsOld(8 * 30);

    assertThat(look(45).open()).isTrue();
    assertThat(look(47).open()).isFalse();
  }

  @Test
  void aMessageOfOursIsInTheWayAndOnesOfOthersAreNot() {
    node.answering(
        "MpoolPending", "[{\"Message\":{\"From\":\"f09\",\"To\":\"f01000\",\"Nonce\":1}}]");
    assertThat(look(20).open()).isTrue();

    node.answering(
        "MpoolPending", "[{\"Message\":{\"From\":\"f01001\",\"To\":\"f01000\",\"Nonce\":1}}]");
    assertThat(look(20).open()).isFalse();
    assertThat(look(20).healing()).isFalse();
  }

  @Test
  void aTicketThatIsDrawnIsInTheWay() {
    miner.answering(
        "SectorsListInStates", params -> params.toString().contains("GetTicket") ? "[7]" : "null");

    assertThat(look(20).open()).isFalse();
    assertThat(look(20).why()).contains("ticket", "7");
  }

  @Test
  void sectorsThatWaitForTheirMessagesHealByThemselves() {
    miner.answering(
        "SectorsListInStates", params -> params.toString().contains("CommitWait") ? "[7]" : "null");

    assertThat(look(20).open()).isFalse();
    assertThat(look(20).healing()).isTrue();
  }

  /** Its message is in the head's own blocks: pending no longer, and without effect yet. */
  @Test
  void aSectorThatComesOntoTheChainMayBeDueWithinALongOutage() {
    comes();
    node.answering(
        "StateMinerPartitions",
        params ->
            params.path(1).asInt() == (heads.get() > 2 ? OPEN + 2 : OPEN + 3)
                ? "[{\"LiveSectors\":[0,3]}]"
                : "null");

    WindowLook look = look(51);
    assertThat(look.why()).contains("proves within");
    assertThat(look.healing()).isFalse();
  }

  /** Nothing of it can be due so soon that the next head would have to be waited for. */
  @Test
  void aSectorThatComesOntoTheChainIsNotDueWithinAShortOutage() {
    comes();
    assertThat(look(25).healing()).isTrue();
    assertThat(heads).hasValue(1);

    assertThat(look(26).healing()).isTrue();
    assertThat(heads).hasValueGreaterThan(2);
  }

  @Test
  void aMessageThatNeverComesIsNotWaitedForForEver() {
    comes();
    assertThat(look(40).healing()).isTrue();
  }

  @Test
  void aHeadThatStandsShowsNoSectorThatComes() {
    node.answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":1}");
    comes();
    headIsOld(0);
    live(Set.of());

    WindowLook look = look(40);
    assertThat(look.why()).contains("may be due: [7]");
    assertThat(look.healing()).isFalse();
  }

  private final AtomicInteger heads = new AtomicInteger();

  /** The head moves on each time it is asked for. */
  private void comes() {
    miner.answering(
        "SectorsListInStates",
        params -> params.toString().contains("\"CommitAggregateWait\"") ? "[7]" : "null");
    node.answering(
        "ChainHead",
        params ->
            "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d}]}"
                .formatted(99_999 + heads.incrementAndGet(), Instant.now().getEpochSecond()));
  }

  /** It gets its deadline after more than an hour. */
  @Test
  void aSectorThatIsPromisedIsNotDueYet() {
    miner.answering(
        "SectorsListInStates",
        params -> params.toString().contains("\"PreCommitBatchWait\"") ? "[7]" : "null");

    assertThat(look(40).open()).isFalse();
    assertThat(look(40).healing()).isTrue();
  }

  @Test
  void aMinerThatDoesNotRunHasNothingToProve() {
    services.running = false;

    assertThat(look(600).open()).isTrue();
  }

  @Test
  void deadlinesThatNeverLeaveRoomAreAPersonsMatter() {
    live(Set.copyOf(IntStream.range(0, 8).boxed().toList()));

    assertThatThrownBy(() -> look(60)).hasMessageContaining("WINDOW_TOO_SHORT");
  }
}
