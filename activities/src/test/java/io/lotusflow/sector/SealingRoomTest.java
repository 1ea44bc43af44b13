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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sectors of 8 MiB, of which one takes 15.1 times as much while it is sealed, a deposit of 30
 * millionths of a FIL, and a pledge of 100 in all.
 */
class SealingRoomTest {

  private static final long SIZE = 8 << 20;

  /** A millionth of a FIL. */
  private static final long MICRO = 1_000_000_000_000L;

  /** At a base fee of 100, three times what two messages take. */
  private static final long GAS = 36_000_000_000L;

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
            "StateMinerInfo", "{\"Owner\":\"t01\",\"Worker\":\"t02\",\"SectorSize\":8388608}")
        .answering(
            "ChainHead", "{\"Height\":1,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"100\"}]}")
        .answering("StateMinerPreCommitDepositForPower", amount(30 * MICRO))
        .answering("StateMinerInitialPledgeForSector", amount(100 * MICRO));
    wallet(1000 * MICRO);
    disk(1000, 1000);
  }

  @AfterEach
  void stop() {
    lotus.close();
  }

  private void disk(long capacity, long available) {
    lotus.answering(
        "StorageStat",
        "{\"Capacity\":%d,\"Available\":%d}".formatted(capacity * SIZE, available * SIZE));
  }

  private static String amount(long atto) {
    return "\"" + atto + "\"";
  }

  private void wallet(long atto) {
    lotus.answering("WalletBalance", amount(atto));
  }

  private void actor(long atto) {
    lotus.answering("StateMinerAvailableBalance", amount(atto));
  }

  private void config(String... lines) throws IOException {
    Files.writeString(
        folder.resolve("config.toml"), "[Sealing]\n" + String.join("\n", lines) + '\n');
  }

  private PledgeRoom room(int parallel, int open) {
    NodeApi api = NodeApi.local(folder.toString(), lotus.address());
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    return new SealingRoom(
            MinerApi.at(api), FullNode.at(api), SealingConfig.of(api), beats::incrementAndGet)
        .find(
            new PledgePlan(scope, api, api, "b", 9, parallel),
            new PledgeGround(Receipt.alreadySo(""), "t01000", new ByteSize(SIZE)),
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

  /** Two are sealed; with the one to come three deposits, pledges and fees. */
  @Test
  void wantsDepositPledgeAndGasOfAllThatAreNotOnTheChain() {
    wallet(3 * (100 * MICRO + GAS));
    assertThat(room(0, 1).missing()).isEmpty();
    wallet(3 * (100 * MICRO + GAS) - 1);
    PledgeRoom poor = room(0, 1);
    assertThat(poor.missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
    assertThat(poor.arguments())
        .containsExactly("t02", "0.000300107999999999 FIL", "0.000300108 FIL");
  }

  /** Of those that are pre-committed the deposit is paid, of those that were proven all. */
  @Test
  void doesNotWantWhatIsPaidAlready() {
    lotus.answering(
        "SectorsSummary",
        "{\"WaitSeed\":1,\"FinalizeSector\":1,\"SnapDealsWaitDeals\":1,\"TerminateWait\":1}");
    wallet(100 * MICRO + 70 * MICRO + 5 * GAS);
    assertThat(room(0, 2).missing()).isEmpty();
    wallet(100 * MICRO + 70 * MICRO + 5 * GAS - 1);
    assertThat(room(0, 2).missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
  }

  /** 540 days, its size, nothing verified; and a proof of that size, without deals. */
  @Test
  void asksForASectorWithoutDeals() {
    room(0, 0);
    assertThat(lotus.calls)
        .contains(
            "/rpc/v1 Filecoin.StateMinerInitialPledgeForSector [1555200,8388608,0,[]]",
            "/rpc/v1 Filecoin.StateMinerPreCommitDepositForPower"
                + " [\"t01000\",{\"SealProof\":1,\"DealIDs\":[],\"Expiration\":155520000},[]]");
  }

  @Test
  void asksAnOlderDaemonByTheOlderName() {
    lotus.answering(
        "StateMinerInitialPledgeCollateral",
        params -> amount(params.get(1).path("SealProof").asLong() * 100 * MICRO));
    lotus.without("StateMinerInitialPledgeForSector");
    wallet(3 * (100 * MICRO + GAS) - 1);
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
    wallet(3 * (100 * MICRO + GAS));
    assertThat(room(0, 0).missing()).isEmpty();
  }

  @Test
  void takesDepositsFromTheActorIfTheMinerDoes() throws IOException {
    wallet(3 * GAS + 50 * MICRO);
    actor(300 * MICRO);
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
    config("CollateralFromMinerBalance = true", "AvailableBalanceBuffer = \"0.00005 FIL\"");
    assertThat(room(0, 0).missing()).isEmpty();
    actor(300 * MICRO - 1);
    assertThat(room(0, 0).arguments()).first().isEqualTo("t02");
  }

  @Test
  void countsWhatControlAddressesHaveThatSendTheMessages() throws IOException {
    wallet(2 * (100 * MICRO + GAS));
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_NO_FUNDS);
    config("", "[Addresses]", "PreCommitControl = [\"t03\"]", "CommitControl = [\"t03\", \"t04\"]");
    assertThat(room(0, 0).missing()).isEmpty();
    wallet(100 * MICRO + GAS - 1);
    assertThat(room(0, 0).arguments()).first().isEqualTo("t03, t04, t02");
  }

  @Test
  void namesTheActorIfNobodyElsePays() throws IOException {
    wallet(1000 * MICRO);
    actor(300 * MICRO - 1);
    config("CollateralFromMinerBalance = true", "DisableCollateralFallback = true");
    assertThat(room(0, 0).arguments())
        .containsExactly("t01000", "0.000299999999999999 FIL", "0.0003 FIL");
    actor(300 * MICRO);
    wallet(3 * GAS);
    assertThat(room(0, 0).missing()).isEmpty();
  }

  /** Two may wait as Lotus is shipped. */
  @Test
  void isNotThereWhileAsManyWaitForDealsAsMay() throws IOException {
    lotus.answering("SectorsSummary", "{\"WaitDeals\":2}");
    assertThat(room(0, 0).missing()).contains(SectorProblem.SECTOR_WAIT_DEALS);
    config("MaxWaitDealsSectors = 3");
    assertThat(room(0, 0).missing()).isEmpty();
    lotus.answering("SectorsSummary", "{\"WaitDeals\":3}");
    assertThat(room(0, 0).arguments()).containsExactly("3", "3");
    config("MaxWaitDealsSectors = 0");
    assertThat(room(0, 0).missing()).isEmpty();
  }
}
