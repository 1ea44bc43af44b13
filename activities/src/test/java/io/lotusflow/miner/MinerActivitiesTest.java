package io.lotusflow.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.ApiWait;
import io.lotusflow.node.Failures;
import io.lotusflow.node.FakeServices;
import io.lotusflow.node.Plans;
import io.lotusflow.node.Step;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.wallet.Funds;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.WalletPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a child process that behaves as {@code lotus-miner init} does, hazards included. */
class MinerActivitiesTest {
  private static final String OWNER =
      "t3um7zymiaxmmrnglapua2xqiyhtqcazu3kscp73nhdwzctzqwcohbrj4xh2iwcmkcwq2z6ybngzer2zyqpexa";
  private static final String WORKER =
      "t3suwvtc7f2niaqmxjs7edx3hwhuninxw67nokp3uxmxu2bkplsoo22xykftk5kdlbndzx4oazfdpfl5c7l5fa";
  private static final String CID =
      "bafy2bzacecazcnpbcymf42fs2z2wdgrcune6sepawxgsfz6s5kgouxp7z2aqc";

  /** Returned for t01006 by a real chain: transcript 323-init-recover-search-msg. */
  private static final String RETURN = "gkMA7gdVAm9ACw1sf4EBKPzq6ugUV3S6Sadypw==";

  private final FakeNode daemon = new FakeNode();
  private final FakeNode miner = new FakeNode();
  @TempDir Path folder;
  private Step step;
  private MinerActivitiesImpl direct;
  private MinerActivities activities;
  private Path binary;
  private final MinerWallets wallets = new MinerWallets(Receipt.alreadySo(""), OWNER, WORKER);

  @BeforeEach
  void begin() {
    binary =
        FakeBinary.write(
            folder.resolve("lotus-miner"),
            """
            [ "$1 $2" = 'actor set-addresses' ] && {
              echo "Requested multiaddrs change in message bafyaddresses"; exit 0; }
            [ "$1" = init ] || exit 3
            if [ -e "$LOTUS_MINER_PATH/config.toml" ]; then
              echo "ERROR: repo at '$LOTUS_MINER_PATH' is already initialized"; exit 1
            fi
            if [ -e "$here/poor" ]; then
              echo '(5: insufficient funds)'; echo 'ERROR: Storage-miner init failed'; exit 1
            fi
            mkdir -p "$LOTUS_MINER_PATH/datastore" "$LOTUS_MINER_PATH/keystore"
            echo '[API]' > "$LOTUS_MINER_PATH/config.toml"
            case "$2" in
              --actor=*) a=${2#--actor=};;
              *) echo "	INFO	lotus-miner	miner/init.go:776	Pushed CreateMiner message: CID"
                 echo "	INFO	lotus-miner	miner/init.go:777	Waiting for confirmation"
                 a=t01006;;
            esac
            if [ -e "$here/lost" ]; then
              rm -f "$here/lost"; rm -rf "$LOTUS_MINER_PATH"
              echo 'ERROR: Storage-miner init failed'; exit 1
            fi
            while [ -e "$here/hang" ]; do sleep 0.05; done
            echo "	INFO	lotus-miner	miner/init.go:570	Created new miner: $a"
            """
                .replace("CID", CID));
    step = new Step(folder);
    direct =
        new MinerActivitiesImpl(
            new Programs(),
            step.jobs,
            new JobSteps(step.jobs),
            new ApiWait(
                new FakeServices(), beat -> {}, Duration.ofMillis(20), Duration.ofMillis(300)),
            beat -> {});
    activities = step.stub(MinerActivities.class, direct);
    daemon
        .answering("Version", "{\"Version\":\"v1.36.2\",\"APIVersion\":1,\"BlockDelay\":4}")
        .answering(
            "ChainHead",
            params ->
                "{\"Height\":900,\"Blocks\":[{\"Timestamp\":%d,\"ParentBaseFee\":\"100\"}]}"
                    .formatted(Instant.now().getEpochSecond()))
        .answering("MpoolGetNonce", "0")
        .answering("MpoolPending", "null")
        .answering("StateListMessages", "null")
        .answering("WalletBalance", "\"5000000000000000000\"")
        .answering(
            "StateMinerInfo",
            "{\"Owner\":\"t0100\",\"Worker\":\"t0101\",\"Multiaddrs\":null,\"SectorSize\":2048}")
        .answering(
            "StateAccountKey",
            params -> '"' + (params.path(0).asText().equals("t0100") ? OWNER : WORKER) + '"')
        .answering("StateMinerPower", "{\"MinerPower\":{\"RawBytePower\":\"0\"}}")
        .answering(
            "StateSearchMsg",
            "{\"Message\":{\"/\":\"x\"},\"Receipt\":{\"ExitCode\":0,\"Return\":\"%s\"},\"Height\":890}"
                .formatted(RETURN));
  }

  @AfterEach
  void end() {
    step.close();
    daemon.close();
    miner.close();
  }

  private MinerPlan plan() {
    return plan("", List.of());
  }

  private MinerPlan plan(String actor, List<String> announce) {
    NodeApi node = NodeApi.local(folder.resolve("daemon").toString(), daemon.address());
    NodeApi api = NodeApi.local(repo().toString(), miner.address());
    ByteSize size = ByteSize.parse("2KiB");
    return new MinerPlan(
        Plans.SCOPE,
        binary.toString(),
        node,
        api,
        size,
        actor,
        announce,
        Map.of("TMPDIR", folder.resolve("tmp").toString(), "FIL_PROOFS_MAXIMIZE_CACHING", "1"),
        new WalletPlan(
            Plans.SCOPE, node, "/bin/false", "", "", folder.resolve("keys").toString(), ""),
        new ParamsPlan(Plans.SCOPE, "/bin/false", size, folder.toString(), Plans.DIRECT),
        Plans.service(folder),
        new StoragePlan(Plans.SCOPE, binary.toString(), api, node, List.of()),
        Duration.ofSeconds(5),
        false);
  }

  private Path repo() {
    return folder.resolve("miner");
  }

  private void lay(String name) {
    try {
      Files.createFile(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long inits() {
    return FakeBinary.calls(binary, "init");
  }

  private long creations() {
    return FakeBinary.calls(binary, "init --owner");
  }

  @Test
  void createsTheMinerOnce() {
    MinerActor made = activities.create(plan(), wallets);
    assertThat(made.address()).isEqualTo("t01006");
    assertThat(made.receipt().outcome()).isEqualTo(Outcome.DONE);
    assertThat(made.receipt().commands())
        .containsExactly(
            binary
                + " init --owner="
                + OWNER
                + " --worker="
                + WORKER
                + " --sector-size=2KiB --no-local-storage --nosync");
    MinerActor again = activities.create(plan(), wallets);
    assertThat(again.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(again.address()).isEqualTo("t01006");
    assertThat(inits()).isEqualTo(1);
    assertThat(folder.resolve("tmp")).isDirectory();
  }

  @Test
  void takesTheActorOfAnInitThatWasKilledAfterItsMessage() throws IOException {
    lay("hang");
    Thread attempt = new Thread(() -> activities.create(plan(), wallets));
    attempt.setDaemon(true);
    attempt.start();
    await()
        .until(
            () ->
                Files.exists(folder.resolve("miner.creation.json"))
                    && Files.readString(folder.resolve("miner.creation.json")).contains(CID));
    // The job is killed, is started anew by itself, and finds a repository it can do nothing with.
    step.jobs
        .list()
        .forEach(job -> ProcessHandle.of(job.pid()).ifPresent(MinerActivitiesTest::killTree));
    Files.delete(folder.resolve("hang"));
    await().atMost(Duration.ofSeconds(60)).until(() -> !attempt.isAlive());
    MinerActor made = activities.create(plan(), wallets);
    assertThat(made.address()).isEqualTo("t01006");
    assertThat(made.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(FakeBinary.calls(binary, "init --actor=t01006")).isEqualTo(1);
    assertThat(folder).isDirectoryContaining("glob:**/miner.unfinished-*");
  }

  private static void killTree(ProcessHandle leader) {
    leader.descendants().forEach(ProcessHandle::destroyForcibly);
    leader.destroyForcibly();
  }

  @Test
  void takesTheActorWhenLotusLostItsNodeAndDeletedTheFolder() {
    lay("lost");
    MinerActor made = activities.create(plan(), wallets);
    assertThat(made.address()).isEqualTo("t01006");
    assertThat(creations()).isEqualTo(1);
    assertThat(FakeBinary.calls(binary, "init --actor=t01006")).isEqualTo(1);
  }

  @Test
  void findsAMessageThatNoLogHas() {
    daemon.answering("MpoolGetNonce", "1");
    daemon.answering(
        "MpoolPending",
        "[{\"Message\":{\"From\":\"%s\",\"To\":\"t04\",\"Method\":2,\"Nonce\":0,\"CID\":{\"/\":\"bafyx\"}}}]"
            .formatted(OWNER));
    new io.lotusflow.lotus.Journal<>(folder.resolve("miner.creation.json"), Creation.class)
        .write(
            new Creation(OWNER, WORKER, "2KiB", 0, 880, 1, "gone", "gone", "gone", "", "", false));
    assertThat(activities.create(plan(), wallets).address()).isEqualTo("t01006");
    assertThat(creations()).isZero();
  }

  @Test
  void startsAgainWhenAnInitDiedBeforeItsMessage() throws IOException {
    Files.createDirectory(repo());
    Files.writeString(repo().resolve("config.toml"), "half");
    new io.lotusflow.lotus.Journal<>(folder.resolve("miner.creation.json"), Creation.class)
        .write(
            new Creation(OWNER, WORKER, "2KiB", 0, 880, 1, "gone", "gone", "gone", "", "", false));
    assertThat(activities.create(plan(), wallets).address()).isEqualTo("t01006");
    assertThat(creations()).isEqualTo(1);
  }

  @Test
  void saysWhoLacksFundsAndHowMuch() {
    lay("poor");
    daemon.answering("WalletBalance", "\"0\"");
    var poor = Failures.of(() -> activities.create(plan(), wallets));
    assertThat(poor.getType()).isEqualTo("NO_FUNDS");
    assertThat(poor.getMessage()).contains(OWNER);
  }

  @Test
  void refusesAFolderThatIsNotOurs() throws IOException {
    Files.createDirectory(repo());
    Files.writeString(repo().resolve("holiday.jpg"), "x");
    assertThat(Failures.of(() -> activities.create(plan(), wallets)).getType())
        .isEqualTo("MINER_FOLDER_NOT_EMPTY");
    assertThat(repo().resolve("holiday.jpg")).exists();
    assertThat(inits()).isZero();
  }

  @Test
  void sendsNothingWhileTheHeadIsOld() {
    daemon.answering(
        "ChainHead", "{\"Height\":5,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"1\"}]}");
    assertThat(Failures.of(() -> activities.create(plan(), wallets)).getType())
        .isEqualTo("MINER_NODE_NOT_SYNCED");
  }

  @Test
  void setsItsKeysAndNamesWhatTheVersionIgnores() {
    activities.create(plan(), wallets);
    Receipt receipt = direct.writeConfig(plan());
    assertThat(receipt.note()).contains("v1.36.2 ignores").contains("FIL_PROOFS_MAXIMIZE_CACHING");
    assertThat(repo().resolve("config.toml")).content().contains(miner.address());
    assertThat(direct.writeConfig(plan()).outcome()).isEqualTo(Outcome.ALREADY_SO);
  }

  @Test
  void announcesAddressesWithOneMessage() {
    MinerPlan plan = plan("", List.of("/ip4/203.0.113.5/tcp/24001"));
    MinerActor actor = new MinerActor(Receipt.alreadySo(""), "t01006");
    assertThat(direct.announceAddresses(plan(), actor).outcome()).isEqualTo(Outcome.ALREADY_SO);
    daemon.answering(
        "StateMinerInfo",
        params ->
            "{\"Multiaddrs\":%s}"
                .formatted(FakeBinary.calls(binary, "actor") > 0 ? "[\"BMsAcQUGXcE=\"]" : "null"));
    assertThat(direct.announceAddresses(plan, actor).outcome()).isEqualTo(Outcome.DONE);
    assertThat(direct.announceAddresses(plan, actor).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(FakeBinary.calls(binary, "actor set-addresses")).isEqualTo(1);
  }

  @Test
  void readsBackWhatTheStepsClaim() {
    miner
        .recorded("Version", "103-rpc-miner-version")
        .answering("ActorAddress", "\"t01006\"")
        .answering("StorageLocal", "{\"some-id\":\"/srv/lotus/seal\"}");
    MinerActor actor = new MinerActor(Receipt.alreadySo(""), "t01006");
    MinerReport report = direct.verify(plan(), actor, wallets);
    assertThat(report.owner()).isEqualTo(OWNER);
    assertThat(report.worker()).isEqualTo(WORKER);
    assertThat(report.storage()).containsExactly("some-id /srv/lotus/seal");
    miner.answering("ActorAddress", "\"t01007\"");
    assertThat(Failures.of(() -> direct.verify(plan(), actor, wallets)).getType())
        .isEqualTo("MINER_IS_ANOTHER");
    assertThat(new Funds(Receipt.alreadySo(""), OWNER, AttoFil.ZERO, AttoFil.ZERO).enough())
        .isTrue();
  }
}
