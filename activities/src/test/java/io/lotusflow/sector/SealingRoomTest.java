package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sectors of 1 MiB, of which one takes 15.1 MiB while it is sealed. */
class SealingRoomTest {

  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private final FakeNode lotus = new FakeNode();
  private final AtomicInteger beats = new AtomicInteger();

  @BeforeEach
  void answer() {
    lotus
        .answering("StorageList", "{\"a\":[],\"b\":[]}")
        .answering(
            "StorageInfo",
            params ->
                "{\"CanSeal\":%s,\"CanStore\":true,\"Weight\":10}"
                    .formatted(params.get(0).asText().equals("a")))
        .answering("WorkerStats", "{\"w\":{\"Enabled\":true}}")
        .answering("SectorsSummary", "{\"Proving\":9,\"PreCommit1\":2}")
        .answering(
            "StateMinerInfo", "{\"Owner\":\"t01\",\"Worker\":\"t02\",\"SectorSize\":1048576}")
        .answering(
            "ChainHead", "{\"Height\":1,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"100\"}]}")
        .answering("WalletBalance", "\"1000000000000\"");
    disk(1000, 1000);
  }

  @AfterEach
  void stop() {
    lotus.close();
  }

  private void disk(long capacity, long available) {
    lotus.answering(
        "StorageStat",
        "{\"Capacity\":%d,\"Available\":%d}".formatted(capacity * MIB, available * MIB));
  }

  private PledgeRoom room(int parallel, int open) {
    NodeApi api = NodeApi.local(folder.toString(), lotus.address());
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    return new SealingRoom(MinerApi.at(api), FullNode.at(api), beats::incrementAndGet)
        .find(
            new PledgePlan(scope, api, api, "b", 9, parallel),
            new PledgeGround(Receipt.alreadySo(""), "t01000", new ByteSize(MIB)),
            open);
  }

  @Test
  void isThereWithRoomAWorkerAndFunds() {
    assertThat(room(0, 2).missing()).isEmpty();
    assertThat(beats).hasValue(1);
  }

  /** Two are sealed, so three times 15.1 are needed on the paths, and once right now. */
  @Test
  void countsWhatIsSealedAndTheOneToCome() {
    disk(46, 16);
    assertThat(room(0, 0).missing()).isEmpty();
    disk(45, 16);
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_ROOM);
    disk(46, 15);
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_ROOM);
  }

  @Test
  void doesNotCountAPathWhoseWorkerHangs() {
    lotus.failing("StorageStat", 503);
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_ROOM);
  }

  @Test
  void isNotThereWithoutAWorkerThatTakesWork() {
    lotus.answering("WorkerStats", "{\"w\":{\"Enabled\":false}}");
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_WORKER);
  }

  @Test
  void isNotThereForMoreThanWereAskedForAtOnce() {
    assertThat(room(2, 1).missing()).isEmpty();
    assertThat(room(2, 2).missing()).contains(SectorProblem.SECTOR_PARALLEL);
  }

  @Test
  void tellsWhatTheMessagesMayCost() {
    lotus.answering("WalletBalance", "\"1000\"");
    PledgeRoom poor = room(0, 1);
    assertThat(poor.missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
    assertThat(poor.arguments()).first().isEqualTo("t02");
  }
}
