package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.run.Receipt.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner that really makes a sector with each call that reaches it, whatever it answers. */
class PledgingTest {

  private static final Duration SOON = Duration.ofMillis(800);

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private final ConcurrentSkipListSet<Long> sectors =
      new ConcurrentSkipListSet<>(List.of(0L, 1L, 2L));
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void answer() {
    miner.answering("SectorsList", params -> new ObjectMapper().valueToTree(sectors).toString());
    pledges();
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private void pledges() {
    miner.answering("PledgeSector", params -> "{\"Miner\":1000,\"Number\":" + make() + "}");
  }

  private long make() {
    calls.incrementAndGet();
    long number = sectors.last() + 1;
    sectors.add(number);
    return number;
  }

  /** As a process that has just started. */
  private Pledging batch(String name) {
    MinerApi api = MinerApi.at(NodeApi.local(folder.toString(), miner.address()));
    return new Pledging(api, folder.resolve("batches"), name, waiting -> {}, SOON);
  }

  private Set<Long> made() {
    Set<Long> made = new TreeSet<>(sectors);
    made.removeAll(List.of(0L, 1L, 2L));
    return made;
  }

  @Test
  void makesOneWithEachIndexAndNoneTwice() {
    assertThat(batch("b").pledge(0).number()).isEqualTo(3);
    assertThat(batch("b").pledge(0).receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(batch("b").pledge(1).number()).isEqualTo(4);
    assertThat(made()).containsExactly(3L, 4L);
  }

  @Test
  void findsTheSectorOfACallWhoseAnswerWasLost() {
    miner.losing("PledgeSector", this::make);
    assertThatThrownBy(() -> batch("b").pledge(0)).isInstanceOf(RpcFailed.class);

    pledges();
    assertThat(batch("b").pledge(0).number()).isEqualTo(3);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callsAgainIfTheLostCallMadeNone() {
    miner.failing("PledgeSector", 503);
    assertThatThrownBy(() -> batch("b").pledge(0)).isInstanceOf(RpcFailed.class);

    pledges();
    assertThat(batch("b").pledge(0).number()).isEqualTo(3);
    assertThat(made()).containsExactly(3L);
  }

  /** It came only after the second call: it is the batch's next, and no third call is sent. */
  @Test
  void takesWhatALostCallMadeLateForTheNext() {
    miner.failing("PledgeSector", 503);
    assertThatThrownBy(() -> batch("b").pledge(0)).isInstanceOf(RpcFailed.class);
    pledges();
    batch("b").pledge(0);
    sectors.add(9L);

    assertThat(batch("b").pledge(1).number()).isEqualTo(9);
    assertThat(calls).hasValue(1);
    assertThat(made()).containsExactly(3L, 9L);
  }

  @Test
  void leavesTheSectorsOfOthersAlone() {
    batch("b").pledge(0);
    sectors.add(7L);
    assertThat(batch("b").pledge(1).number()).isEqualTo(8);
  }

  @Test
  void findsTheNumberItselfWhereTheMinerDoesNotTell() {
    miner.answering(
        "PledgeSector",
        params -> {
          make();
          return "null";
        });
    assertThat(batch("b").pledge(0).number()).isEqualTo(3);
    assertThat(batch("b").pledge(1).number()).isEqualTo(4);
  }

  @Test
  void waitsWhileTheMinerSealsAsManyAsItMay() {
    miner.refusingOnce(
        "PledgeSector", "too many sectors sealing (curSealing: 5, max: 5)", this::pledges);
    assertThat(batch("b").pledge(0).number()).isEqualTo(3);
    assertThat(made()).hasSize(1);
  }

  @Test
  void isRefusedForGoodByAnythingElseAndLooksForNothingThen() {
    miner.refusing("PledgeSector", "no");
    assertThatThrownBy(() -> batch("b").pledge(0)).isInstanceOf(RpcFailed.class);
    sectors.add(7L);
    pledges();
    assertThat(batch("b").pledge(0).number()).isEqualTo(8);
  }
}
