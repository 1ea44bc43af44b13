package io.lotusflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.FakeServices;
import io.lotusflow.node.Plans;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look of a procedure, as a whole: what a node says of a simulated miner, and what comes. */
class SimulatedNodeTest {
  private static final int LOOKS = 40;
  private static final Duration EPOCH = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private final FakeNode api = new FakeNode();
  private SimulatedMiner miner;

  @BeforeEach
  void aMinerThatHasSectors() {
    SimulatedMiner grown = new SimulatedMiner(7, 3);
    SafeYearTest.go(grown, 8 * SimulatedMiner.PERIOD);
    miner = grown.copy();
    SafeYearTest.go(miner, SimulatedMiner.WINDOW);
    node.answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":30}");
    node.answering(
        "ChainHead",
        params ->
            "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d}]}"
                .formatted(miner.now(), Instant.now().getEpochSecond()));
    node.answering("WalletList", "[\"f01001\"]");
    node.answering(
        "MpoolPending",
        params ->
            miner.hasPending()
                ? "[{\"Message\":{\"From\":\"f01001\",\"To\":\"f01000\",\"Nonce\":1}}]"
                : "[]");
    node.answering("StateMinerProvingDeadline", params -> period());
    node.answering(
        "StateMinerDeadlines",
        params ->
            IntStream.range(0, SimulatedMiner.DEADLINES)
                .mapToObj(deadline -> "{\"PostSubmissions\":" + runs(proven(deadline)) + "}")
                .collect(Collectors.joining(",", "[", "]")));
    node.answering("StateMinerPartitions", params -> partitions(params.path(1).asInt()));
    api.answering("ActorAddress", "\"f01000\"");
    api.answering(
        "SectorsListInStates",
        params -> params.toString().contains("GetTicket") && miner.drawsTicket() ? "[7]" : "null");
  }

  @AfterEach
  void close() {
    node.close();
    api.close();
  }

  private String period() {
    long begun = Math.floorDiv(miner.now() - miner.start(), SimulatedMiner.PERIOD);
    return "{\"CurrentEpoch\":%d,\"PeriodStart\":%d,\"WPoStPeriodDeadlines\":%d,"
            .formatted(
                miner.now(),
                miner.start() + begun * SimulatedMiner.PERIOD,
                SimulatedMiner.DEADLINES)
        + "\"WPoStProvingPeriod\":%d,\"WPoStChallengeWindow\":%d,\"Open\":%d,\"FaultCutoff\":0}"
            .formatted(SimulatedMiner.PERIOD, SimulatedMiner.WINDOW, SimulatedMiner.CUTOFF);
  }

  private BitSet proven(int deadline) {
    BitSet proven = new BitSet();
    for (int part = 0; part < miner.parts(deadline); part++) {
      proven.set(part, miner.proven(deadline, part));
    }
    return proven;
  }

  private String partitions(int deadline) {
    return IntStream.range(0, miner.parts(deadline))
        .mapToObj(
            part ->
                "{\"LiveSectors\":%s,\"FaultySectors\":%s,\"RecoveringSectors\":%s}"
                    .formatted(
                        runs(miner.live(deadline, part)),
                        runs(miner.faulty(deadline, part)),
                        runs(miner.recovering(deadline, part))))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Lengths of runs, the first of zeros. */
  private static String runs(BitSet bits) {
    StringJoiner runs = new StringJoiner(",", "[", "]");
    int at = 0;
    for (int from = bits.nextSetBit(0); from >= 0; from = bits.nextSetBit(at)) {
      int to = bits.nextClearBit(from);
      runs.add(String.valueOf(from - at)).add(String.valueOf(to - from));
      at = to;
    }
    return runs.toString();
  }

  private WindowLook look(int outage) {
    WindowPlan plan =
        new WindowPlan(
            Plans.SCOPE,
            NodeApi.local(folder.toString(), node.address()),
            Plans.service(folder),
            Optional.of(NodeApi.local(folder.toString(), api.address())),
            Optional.of(Plans.service(folder)),
            List.of(),
            EPOCH.multipliedBy(outage),
            Duration.ofMinutes(5),
            Duration.ofHours(1));
    return new WindowActivitiesImpl(new FakeServices(), Optional::empty, progress -> {}).look(plan);
  }

  @Test
  void aLookThatSaysOpenLosesNeitherProofNorTicket() {
    Random dice = new Random(3);
    int open = 0;
    int drawing = 0;
    for (int i = 0; i < LOOKS; i++) {
      SafeYearTest.go(miner, 1 + dice.nextInt(180));
      int outage = 5 + dice.nextInt(60);
      WindowLook look = look(outage);
      open += look.open() ? 1 : 0;
      drawing += miner.drawsTicket() ? 1 : 0;
      boolean safe = !miner.drawsTicket() && SafeYearTest.isSafe(miner, outage);
      assertThat(look.open() && !safe).as("at %d: %s", miner.now(), look.why()).isFalse();
    }
    assertThat(open).isBetween(LOOKS / 4, LOOKS - 1);
    assertThat(drawing).isPositive();
  }
}
