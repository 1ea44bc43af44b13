package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import io.lotusflow.car.Snapshots;
import io.lotusflow.download.FaultyServer;
import io.lotusflow.download.Patience;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.Network;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.node.Step;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over real HTTP with faults, and with a child process that imports as {@code lotus daemon} does.
 */
class SnapshotActivitiesTest {
  private static final String LATEST = "/latest/mainnet";
  private static final String VERSIONED = "/snapshots/mainnet_2026-11-23_5000.car.zst";

  private final FaultyServer server = new FaultyServer();
  private final List<JobProgress> beats = new CopyOnWriteArrayList<>();
  private final byte[] content = Snapshots.car(600);
  @TempDir Path folder;
  private Step step;
  private SnapshotActivitiesImpl direct;
  private SnapshotActivities activities;
  private Path lotus;

  @BeforeEach
  void begin() {
    server
        .redirect(LATEST, VERSIONED)
        .file(VERSIONED, content)
        .text(VERSIONED + ".sha256sum", sha256(content) + "  mainnet_2026-11-23_5000.car.zst\n");
    lotus =
        FakeBinary.write(
            folder.resolve("lotus"),
            """
            case "$1 $2" in 'daemon --import-snapshot'|'daemon --import-chain') ;; *) exit 3;; esac
            [ -e "$LOTUS_PATH/config.toml" ] || { echo 'ERROR: no config'; exit 1; }
            [ -e "$LOTUS_PATH/datastore" ] && { echo 'ERROR: not from empty'; exit 1; }
            mkdir -p "$LOTUS_PATH/datastore/chain" "$LOTUS_PATH/datastore/metadata"
            printf '390.62 KiB / 10.32 MiB [-->__] 3.70%% ? p/s ?5.16 MiB / 10.32 MiB [-->__] 50.00%% 1 MiB p/s ETA 7s'
            while [ -e "$here/hang" ]; do sleep 0.05; done
            if [ -e "$here/finds-damage" ]; then
              echo; echo 'ERROR: importing chain failed: mismatch in content integrity, expected: x'; exit 1
            fi
            [ -e "$here/lies" ] && exit 0
            [ -e "$here/invalid" ] && { echo 'ERROR: chain validation failed: x'; exit 1; }
            echo x > "$LOTUS_PATH/datastore/chain/000.vlog"; echo x > "$LOTUS_PATH/datastore/metadata/1"
            echo 'Chain import complete, halting as requested...'
            """);
    step = new Step(folder);
    direct =
        new SnapshotActivitiesImpl(
            new Programs(),
            step.jobs,
            new JobSteps(step.jobs),
            beats::add,
            new Patience(
                Duration.ofMillis(1500), 1024, 3, Duration.ofMillis(20), Duration.ofMillis(100)));
    activities = step.stub(SnapshotActivities.class, direct);
  }

  @AfterEach
  void end() {
    step.close();
    server.close();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private SnapshotPlan plan() {
    return plan(server.url(LATEST));
  }

  private SnapshotPlan plan(String source) {
    DaemonPlan daemon = Plans.daemon(folder, "/ip4/127.0.0.1/tcp/1234/http");
    return new SnapshotPlan(
        Plans.SCOPE, source, "", folder.resolve("downloads").toString(), daemon);
  }

  private Path repo() {
    return folder.resolve("daemon");
  }

  private Path download(String suffix) {
    return folder.resolve("downloads").resolve("mainnet_2026-11-23_5000.car.zst" + suffix);
  }

  private SnapshotFile fetch() {
    return direct.fetch(plan(), direct.resolve(plan()));
  }

  private long gets() {
    return server.gets(VERSIONED).size();
  }

  @Test
  void followsLatestOnceForTheFileAndItsDigest() {
    SnapshotSource source = direct.resolve(plan());
    assertThat(source.location()).isEqualTo(server.url(VERSIONED));
    assertThat(source.bytes()).isEqualTo(content.length);
    assertThat(source.sha256()).isEqualTo(sha256(content));
    assertThat(source.etag()).startsWith("\"");
    assertThat(server.requests).filteredOn(r -> r.contains(LATEST)).hasSize(1);
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(Failures.of(() -> direct.resolve(plan(server.url("/none")))).getType())
        .isEqualTo("SNAPSHOT_MISSING");
    assertThat(Failures.of(() -> direct.resolve(plan("/no/such/file.car"))).getType())
        .isEqualTo("SNAPSHOT_MISSING");
  }

  @Test
  void fetchesOnce() {
    SnapshotFile file = fetch();
    assertThat(file.receipt().outcome()).isEqualTo(Outcome.DONE);
    assertThat(Path.of(file.path())).hasBinaryContent(content);
    assertThat(fetch().receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(server.requests)
        .filteredOn(r -> r.endsWith(VERSIONED + " bytes=0-" + (content.length - 1)))
        .hasSize(1);
    assertThat(beats).anyMatch(beat -> beat.unit().equals("bytes"));
  }

  @Test
  void goesOnAfterCutsAndBusyAnswers() {
    server.cut.set(2);
    server.busy.set(2);
    assertThat(Path.of(fetch().path())).hasBinaryContent(content);
    assertThat(gets()).isEqualTo(5);
  }

  @Test
  void dropsAConnectionThatStalls() {
    server.stall.set(1);
    assertThat(Path.of(fetch().path())).hasBinaryContent(content);
    assertThat(server.requests).anyMatch(r -> r.contains("bytes=" + content.length / 3 + "-"));
  }

  @Test
  void startsOverWhereTheServerKnowsNoRanges() {
    server.ranges = false;
    server.cut.set(1);
    assertThat(Path.of(fetch().path())).hasBinaryContent(content);
  }

  @Test
  void neverJoinsTwoFilesWhenTheSourceChanges() throws IOException {
    SnapshotSource source = direct.resolve(plan());
    server.cut.set(1);
    server.bytesPerSecond = 400_000;
    byte[] other = Snapshots.car(650);
    SnapshotActivitiesImpl changing =
        new SnapshotActivitiesImpl(
            new Programs(),
            step.jobs,
            new JobSteps(step.jobs),
            beat -> {
              if (beat.done() > 50_000 && server.cut.get() == 0) {
                server.file(VERSIONED, other).text(VERSIONED + ".sha256sum", sha256(other));
              }
            },
            new Patience(
                Duration.ofSeconds(5), 1, 9, Duration.ofMillis(700), Duration.ofMillis(700)));
    SnapshotFile file = changing.fetch(plan(), source);
    assertThat(Path.of(file.path())).hasBinaryContent(other);
  }

  @Test
  void throwsAFileWithAWrongDigestAway() {
    server.text(VERSIONED + ".sha256sum", "0".repeat(64));
    assertThat(Failures.of(this::fetch).getType()).isEqualTo("SNAPSHOT_WRONG_DIGEST");
    assertThat(download("")).doesNotExist();
    assertThat(download(".part")).doesNotExist();
  }

  @Test
  void givesUpAServerThatGivesNothing() {
    server.busy.set(99);
    assertThat(Failures.of(this::fetch).getType()).isEqualTo("SNAPSHOT_NOT_FETCHED");
  }

  @Test
  void usesALocalFileWhereItLies() throws IOException {
    Path file = Files.write(folder.resolve("mine.car"), content);
    Files.writeString(folder.resolve("mine.car.sha256"), sha256(content));
    SnapshotPlan plan = plan(file.toString());
    SnapshotFile used = direct.fetch(plan, direct.resolve(plan));
    assertThat(used.path()).isEqualTo(file.toString());
    assertThat(used.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(direct.discard(plan, used).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(file).exists();
    Files.writeString(folder.resolve("mine.car.sha256"), "0".repeat(64));
    assertThat(Failures.of(() -> direct.fetch(plan, direct.resolve(plan))).getType())
        .isEqualTo("SNAPSHOT_WRONG_DIGEST");
  }

  @Test
  void importsBesideAndMovesTheDatastoreIn() throws IOException {
    Files.createDirectories(repo().resolve("keystore"));
    Files.writeString(repo().resolve("config.toml"), "[API]\n");
    assertThat(direct.inspect(plan()).receipt().outcome()).isEqualTo(Outcome.DONE);
    SnapshotFile file = fetch();
    ImportedChain imported = activities.importBeside(plan(), file);
    assertThat(imported.receipt().outcome()).isEqualTo(Outcome.DONE);
    assertThat(imported.receipt().commands())
        .containsExactly(
            "LOTUS_PATH=%s.import %s daemon --import-snapshot %s --halt-after-import --bootstrap=false --remove-existing-chain=false"
                .formatted(repo(), lotus, file.path()));
    assertThat(repo().resolve("datastore/chain/000.vlog")).exists();
    assertThat(repo().resolve("keystore")).isDirectory();
    assertThat(folder.resolve("daemon.import")).doesNotExist();
    assertThat(direct.inspect(plan()).receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(activities.importBeside(plan(), file).receipt().outcome())
        .isEqualTo(Outcome.ALREADY_SO);
    assertThat(direct.discard(plan(), file).outcome()).isEqualTo(Outcome.DONE);
    assertThat(folder.resolve("downloads")).isEmptyDirectory();
    assertThat(direct.discard(plan(), file).outcome()).isEqualTo(Outcome.ALREADY_SO);
  }

  private SnapshotPlan wholeChain(byte[] car) throws IOException {
    Path file = Files.write(folder.resolve("mine.car"), car);
    SnapshotPlan usual = plan(file.toString());
    return new SnapshotPlan(
        usual.scope(),
        usual.source(),
        "",
        usual.downloads(),
        usual.daemon(),
        usual.fetching(),
        true);
  }

  @Test
  void hasAFullChainValidatedAndRefusesAPrunedOneBeforeAnythingIsTouched() throws IOException {
    SnapshotPlan pruned = wholeChain(Snapshots.pruned(600, 100));
    ApplicationFailure refused = Failures.of(() -> direct.fetch(pruned, direct.resolve(pruned)));
    assertThat(refused.getType()).isEqualTo("SNAPSHOT_NOT_FULL");
    assertThat(folder.resolve("daemon.import")).doesNotExist();
    assertThat(FakeBinary.calls(lotus, "daemon")).isZero();

    SnapshotPlan full = wholeChain(content);
    SnapshotFile file = direct.fetch(full, direct.resolve(full));
    Files.createFile(folder.resolve("invalid"));
    assertThat(Failures.of(() -> activities.importBeside(full, file)).getType())
        .isEqualTo("SNAPSHOT_UNUSABLE");
    Files.delete(folder.resolve("invalid"));
    activities.importBeside(full, file);
    assertThat(FakeBinary.calls(lotus, "daemon --import-chain " + file.path())).isEqualTo(2);
    assertThat(repo().resolve("datastore/chain/000.vlog")).exists();
  }

  @Test
  void startsAnImportThatWasKilledOverFromEmpty() throws IOException {
    Files.createFile(folder.resolve("hang"));
    SnapshotFile file = fetch();
    Thread attempt = new Thread(() -> activities.importBeside(plan(), file));
    attempt.start();
    await().until(() -> Files.isDirectory(folder.resolve("daemon.import/datastore/chain")));
    step.jobs
        .list()
        .forEach(
            job ->
                ProcessHandle.of(job.pid())
                    .ifPresent(
                        leader -> {
                          // The leader first, or it writes down how its child ended.
                          List<ProcessHandle> tree = leader.descendants().toList();
                          leader.destroyForcibly();
                          tree.forEach(ProcessHandle::destroyForcibly);
                        }));
    Files.delete(folder.resolve("hang"));
    await().atMost(Duration.ofSeconds(30)).until(() -> !attempt.isAlive());
    assertThat(repo().resolve("datastore/chain/000.vlog")).exists();
    assertThat(FakeBinary.calls(lotus, "daemon")).isEqualTo(2);
  }

  @Test
  void believesNoExitCodeWithoutTheLastLine() throws IOException {
    Files.createFile(folder.resolve("lies"));
    SnapshotFile file = fetch();
    assertThat(Failures.of(() -> activities.importBeside(plan(), file)).getType())
        .isEqualTo("SNAPSHOT_IMPORT_FAILED");
    Files.delete(folder.resolve("lies"));
    assertThat(activities.importBeside(plan(), file).receipt().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void setsAFileThatLotusFindsDamagedAsideAndFetchesItOnceMore() throws IOException {
    Files.createFile(folder.resolve("finds-damage"));
    SnapshotFile file = fetch();
    assertThat(Failures.of(() -> activities.importBeside(plan(), file)).getType())
        .isEqualTo("SNAPSHOT_DAMAGED");
    assertThat(download(".damaged")).exists();
    assertThat(Failures.of(() -> activities.importBeside(plan(), file)).getType())
        .isEqualTo("SNAPSHOT_UNUSABLE");
    Files.delete(folder.resolve("finds-damage"));
    assertThat(activities.importBeside(plan(), file).receipt().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void fetchesTheRangeOfAFlippedByteOnceMoreAndThenNamesTheBlock() {
    byte[] flipped = content.clone();
    flipped[400_000] ^= 1;
    server.file(VERSIONED, flipped);
    ApplicationFailure failure = Failures.of(this::fetch);
    assertThat(failure.getType()).isEqualTo("SNAPSHOT_BAD_BLOCK");
    List<String> named = failure.getDetails().get(Problem.Details.class).arguments();
    assertThat(named.get(0)).isEqualTo(download(".damaged").toString());
    assertThat(Long.parseLong(named.get(1))).isBetween(399_000L, 400_000L);
    assertThat(named.get(2)).startsWith("bafy");
    assertThat(gets()).isEqualTo(2);
    assertThat(download(".damaged")).hasBinaryContent(flipped);
    assertThat(download("")).doesNotExist();
    server.file(VERSIONED, content);
    assertThat(Path.of(fetch().path())).hasBinaryContent(content);
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    byte[] page = "<!DOCTYPE html><html><body>Login</body></html>".getBytes(StandardCharsets.UTF_8);
    server.file(VERSIONED, page).text(VERSIONED + ".sha256sum", sha256(page));
    assertThat(Failures.of(this::fetch).getType()).isEqualTo("SNAPSHOT_NOT_A_CAR");
    server.type = "text/html";
    assertThat(Failures.of(this::fetch).getType()).isEqualTo("SNAPSHOT_MISSING");
  }

  @Test
  void refusesAFileThatIsCutInABlock() {
    byte[] half = Arrays.copyOf(content, content.length / 2 + 7);
    server.file(VERSIONED, half).text(VERSIONED + ".sha256sum", "");
    assertThat(Failures.of(this::fetch).getType()).isEqualTo("SNAPSHOT_MALFORMED");
  }

  @Test
  void knowsACustomNetworkByItsGenesis() throws IOException {
    Path genesis = Files.write(folder.resolve("genesis.car"), Snapshots.car(1));
    SnapshotPlan plan = withGenesis(genesis);
    assertThat(direct.fetch(plan, direct.resolve(plan)).verdict().orElseThrow().network().source())
        .isEqualTo(NetworkEvidence.Source.GENESIS);
    Files.delete(download(".journal"));
    Files.write(genesis, Snapshots.car(1, 1_600_000_000));
    assertThat(Failures.of(() -> direct.fetch(plan, direct.resolve(plan))).getType())
        .isEqualTo("SNAPSHOT_WRONG_NETWORK");
  }

  private SnapshotPlan withGenesis(Path genesis) {
    DaemonPlan daemon = plan().daemon();
    return new SnapshotPlan(
        plan().scope(),
        plan().source(),
        "",
        plan().downloads(),
        new DaemonPlan(
            daemon.scope(),
            Network.CUSTOM,
            daemon.binary(),
            daemon.api(),
            daemon.libp2pListen(),
            daemon.libp2pAnnounce(),
            daemon.splitstore(),
            genesis.toString(),
            daemon.bootstrapPeers(),
            daemon.access(),
            daemon.service(),
            daemon.apiStart()));
  }

  @Test
  void fetchesOnceForTwoThatWantItAtTheSameTime() {
    server.bytesPerSecond = 400_000;
    CompletableFuture<SnapshotFile> one = CompletableFuture.supplyAsync(this::fetch);
    CompletableFuture<SnapshotFile> two = CompletableFuture.supplyAsync(this::fetch);
    assertThat(List.of(one.join(), two.join()))
        .extracting(file -> file.receipt().outcome())
        .containsExactlyInAnyOrder(Outcome.DONE, Outcome.ALREADY_SO);
    assertThat(gets()).isEqualTo(1);
  }

  @Test
  void leavesAForeignImportFolderAlone() throws IOException {
    SnapshotFile file = fetch();
    Files.createDirectory(folder.resolve("daemon.import"));
    Files.createFile(folder.resolve("daemon.import/precious"));
    assertThat(Failures.of(() -> activities.importBeside(plan(), file)).getType())
        .isEqualTo("SNAPSHOT_FOLDER_TAKEN");
    assertThat(folder.resolve("daemon.import/precious")).exists();
  }

  @Test
  void doesNotTouchTheRepositoryOfADaemonThatRuns() throws IOException {
    SnapshotFile file = fetch();
    Files.createDirectory(repo());
    try (FileChannel lock =
            FileChannel.open(
                repo().resolve("repo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(Failures.of(() -> activities.importBeside(plan(), file)).getType())
          .isEqualTo("SNAPSHOT_DAEMON_RUNS");
    }
  }

  @Test
  void unpacksForVersionsThatCannot() throws IOException {
    Path packed = Files.write(folder.resolve("packed.zst"), Zstd.compress(content));
    Path car = folder.resolve("packed.car");
    assertThat(io.lotusflow.chain.Zstd.is(packed)).isTrue();
    io.lotusflow.chain.Zstd.unpack(packed, car, beat -> {});
    assertThat(car).hasBinaryContent(content);
    assertThat(io.lotusflow.chain.Zstd.is(car)).isFalse();
  }
}
