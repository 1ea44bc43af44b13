package io.lotusflow.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.adopt.MachineByHand;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.storage.Mounts;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real files, with a miner that opens what its {@code storage.json} names when it starts. */
@Timeout(60)
class MigrationActivitiesTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeNode miner = new FakeNode();
  private final FakeService service = new FakeService();
  private final List<String> workers = new ArrayList<>();
  @TempDir Path folder;
  private MachineByHand others;
  private Path old;
  private Path one;
  private MigrationActivitiesImpl migration;
  private List<String> opened = List.of();

  private static final class FakeService implements ServiceActivities {
    private volatile boolean runs = true;

    private ServiceStatus state() {
      return new ServiceStatus(Receipt.alreadySo(""), true, runs, 1, Optional.empty(), 0);
    }

    @Override
    public Receipt install(ServicePlan plan) {
      return Receipt.alreadySo("");
    }

    @Override
    public ServiceStatus start(ServicePlan plan) {
      return state();
    }

    @Override
    public ServiceStatus stop(ServicePlan plan) {
      return state();
    }

    @Override
    public ServiceStatus restart(ServicePlan plan) {
      return state();
    }

    @Override
    public ServiceStatus status(ServicePlan plan) {
      return state();
    }

    @Override
    public Receipt uninstall(ServicePlan plan) {
      return Receipt.alreadySo("");
    }
  }

  private void use(Path any) {
    folder = any;
    others = new MachineByHand(folder.resolve("machine"));
    old = folder.resolve("old");
    one = folder.resolve("new1");
    migration =
        new MigrationActivitiesImpl(
            folder.resolve("books"),
            service,
            new Mounts(folder.resolve("fstab"), folder.resolve("mounts")),
            () -> workers,
            others::look,
            Duration.ofSeconds(1),
            beat -> {});
  }

  /** In a process of its own, which is allowed less than this one. */
  public static void main(String... arguments) {
    MigrationActivitiesTest here = new MigrationActivitiesTest();
    here.use(Path.of(arguments[0]));
    MigrationPlan plan = here.simple();
    System.out.println(Failures.of(() -> here.migration.check(plan)).getMessage());
    System.out.println(Failures.of(() -> here.migration.copy(plan)).getMessage());
    // The threads of the fake miner would wait for more.
    System.exit(0);
  }

  @BeforeEach
  void aMinerWithAPath() throws IOException {
    use(folder);
    Files.createDirectories(folder.resolve("miner"));
    Files.createDirectories(folder.resolve("books"));
    Files.createFile(folder.resolve("fstab"));
    Files.createFile(folder.resolve("mounts"));
    path(old, "id-1");
    sector(old, 1);
    sector(old, 2);
    storageJson(old);
    start();
    miner
        .answering("ActorAddress", "\"t01000\"")
        .answering("StorageLocal", params -> local())
        .answering("StorageList", params -> declared())
        .answering("StateMinerInfo", "{\"WindowPoStProofType\":10}")
        .answering("StateSectorGetInfo", "{\"SealProof\":5}")
        .answering("CheckProvable", "{}");
  }

  @AfterEach
  void end() {
    miner.close();
  }

  private static void path(Path path, String id) throws IOException {
    Files.createDirectories(path);
    Files.writeString(
        path.resolve("sectorstore.json"),
        "{\"ID\":\"%s\",\"Weight\":10,\"CanSeal\":true,\"CanStore\":true,\"MaxStorage\":0}"
            .formatted(id));
  }

  private static void sector(Path path, int number) throws IOException {
    file(path.resolve("sealed/s-t01000-" + number), "sealed " + number);
    file(path.resolve("cache/s-t01000-" + number + "/p_aux"), "aux " + number);
  }

  private static void file(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  private void storageJson(Path... paths) throws IOException {
    List<Map<String, String>> all =
        Stream.of(paths).map(path -> Map.of("Path", path.toString())).toList();
    Files.writeString(
        folder.resolve("miner/storage.json"), JSON.writeValueAsString(Map.of("StoragePaths", all)));
  }

  /** As lotus-miner: one path without its file, or two with one id, and it does not start. */
  private void start() throws IOException {
    List<String> paths = new StorageJson(folder.resolve("miner")).paths();
    Set<String> ids = new TreeSet<>();
    for (String path : paths) {
      assertThat(ids.add(id(path))).as("already opened: %s", path).isTrue();
    }
    opened = paths;
    service.runs = true;
  }

  private void stop() {
    service.runs = false;
  }

  private static String id(String path) throws IOException {
    return JSON.readTree(Path.of(path, "sectorstore.json").toFile()).path("ID").asText();
  }

  private String local() {
    try {
      Map<String, String> local = new TreeMap<>();
      for (String path : opened) {
        local.put(id(path), path);
      }
      return JSON.writeValueAsString(local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String declared() {
    try {
      Map<String, Object> all = new TreeMap<>();
      for (String path : opened) {
        all.put(
            id(path),
            new SectorFiles(Path.of(path))
                .entries().stream()
                    .map(
                        entry ->
                            Map.of(
                                "Miner",
                                entry.miner(),
                                "Number",
                                entry.number(),
                                "SectorFileType",
                                entry.isSealed() ? 2 : 4))
                    .toList());
      }
      return JSON.writeValueAsString(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MigrationPlan plan(PathMove... moves) {
    NodeApi daemon = NodeApi.local(folder.resolve("daemon").toString(), miner.address());
    NodeApi api = NodeApi.local(folder.resolve("miner").toString(), miner.address());
    MinerPlan minerPlan = Plans.miner(folder, miner.address());
    return new MigrationPlan(
        Plans.SCOPE,
        minerPlan,
        minerPlan.service(),
        List.of(moves),
        List.of(folder.resolve("miner").toString(), folder.resolve("daemon").toString()),
        2,
        new ByteSize(0),
        MigrationPlan.Old.DELETED,
        Duration.ZERO,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        new DealsPlan(Plans.SCOPE, "lotus-miner", api, daemon, Optional.empty()),
        Optional.empty());
  }

  private MigrationPlan simple() {
    return plan(new PathMove(old.toString(), List.of(one.toString())));
  }

  private Map<String, String> tree(Path path) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String within = path.relativize(file).toString();
          if (!within.startsWith(".lotusflow")) {
            tree.put(within, Files.readString(file));
          }
        }
      }
    }
    return tree;
  }

  private void switchIn(MigrationPlan plan) throws IOException {
    migration.check(plan);
    migration.copy(plan);
    migration.noteProvable(plan);
    stop();
    migration.copyRest(plan);
    migration.switchIn(plan);
    start();
    migration.awaitStorage(plan);
  }

  private String refused(PathMove... moves) {
    return Failures.of(() -> migration.check(plan(moves))).getType();
  }

  private String refusedTo(Path target) {
    return refused(new PathMove(old.toString(), List.of(target.toString())));
  }

  @Test
  void movesAPathWithItsIdAndDeletesWhatIsProven() throws IOException {
    Map<String, String> before = tree(old);
    MigrationGround ground = migration.check(simple());
    assertThat(ground.sectors()).isEqualTo(2);
    assertThat(Files.exists(one)).as("a check changes nothing").isFalse();

    migration.copy(simple());
    assertThat(new SectorFiles(one).isUnused()).as("nobody takes it for storage").isTrue();
    sector(old, 3);
    switchIn(simple());

    assertThat(opened).containsExactly(one.toString());
    assertThat(id(one.toString())).isEqualTo("id-1");
    assertThat(tree(one))
        .containsAllEntriesOf(sectorsOnly(before))
        .containsKey("sealed/s-t01000-3");
    assertThat(tree(old)).hasSize(7).containsKey("sectorstore.json.lotusflow-moved");

    RemovedFiles removed = migration.removeOld(simple());
    assertThat(removed.files()).isEqualTo(6);
    assertThat(removed.left()).isZero();
    assertThat(old).doesNotExist();
    assertThat(one.resolve(".lotusflow-migration")).doesNotExist();
    assertThat(migration.removeOld(simple()).files()).as("again").isZero();
  }

  private static Map<String, String> sectorsOnly(Map<String, String> tree) {
    Map<String, String> sectors = new TreeMap<>(tree);
    sectors.keySet().removeIf(name -> name.startsWith("sectorstore"));
    return sectors;
  }

  @Test
  void refusesWhatWouldNotWork() throws IOException {
    assertThat(refusedTo(old.resolve("within"))).isEqualTo("MIGRATION_OVERLAPS");
    assertThat(refusedTo(folder)).isEqualTo("MIGRATION_OVERLAPS");
    assertThat(refusedTo(folder.resolve("miner/new"))).isEqualTo("MIGRATION_OVERLAPS");
    Files.createSymbolicLink(folder.resolve("link"), old);
    assertThat(refusedTo(folder.resolve("link"))).isEqualTo("MIGRATION_OVERLAPS");
    assertThat(refused(new PathMove("/nowhere", List.of(one.toString()))))
        .isEqualTo("MIGRATION_NO_SUCH_PATH");

    file(folder.resolve("taken/photo"), "holiday");
    assertThat(refusedTo(folder.resolve("taken"))).isEqualTo("MIGRATION_TARGET_TAKEN");
    path(folder.resolve("foreign"), "id-9");
    assertThat(refusedTo(folder.resolve("foreign"))).isEqualTo("MIGRATION_OTHERS_STORAGE");
    workers.add(folder.resolve("worker").toString());
    assertThat(refusedTo(folder.resolve("worker/more"))).isEqualTo("MIGRATION_OTHERS_STORAGE");
    Files.writeString(folder.resolve("fstab"), "/dev/sdx " + one + " xfs defaults 0 0\n");
    assertThat(refusedTo(one)).isEqualTo("STORAGE_NOT_MOUNTED");
    Files.writeString(folder.resolve("fstab"), "");
    file(old.resolve("sealed/s-t02000-7"), "another miner's");
    assertThat(refusedTo(one)).isEqualTo("MIGRATION_OTHERS_STORAGE");
    assertThat(Files.exists(one)).isFalse();
  }

  /** Its repository named by a variable, by a flag, or by nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lotus-miner run LOTUS_MINER_PATH",
        "lotus-miner run --miner-repo",
        "lotus-miner run .lotusminer",
        "lotus-worker run LOTUS_WORKER_PATH",
        "lotus-worker run --worker-repo",
        "lotus-worker run .lotusworker"
      })
  void refusesAPathThatAnotherMinerOrWorkerHasOpen(String how) throws IOException {
    String[] words = how.split(" ", -1);
    Path home = folder.resolve("home");
    Path repo = home.resolve(words[2].startsWith(".") ? words[2] : "elsewhere");
    file(repo.resolve("storage.json"), "{\"StoragePaths\":[{\"Path\":\"%s\"}]}".formatted(old));
    List<String> argv = new ArrayList<>(List.of("/usr/local/bin/" + words[0], words[1]));
    Map<String, String> environment = new TreeMap<>(Map.of("HOME", home.toString()));
    if (words[2].startsWith("--")) {
      argv.add(words[2] + "=" + repo);
    } else if (!words[2].startsWith(".")) {
      environment.put(words[2], repo.toString());
    }
    others.runs(77, argv.get(0), argv, environment, "other");

    assertThat(refusedTo(one)).isEqualTo("MIGRATION_OTHERS_STORAGE");
  }

  /** The miner itself is found too, perhaps by another name of its repository. */
  @Test
  void itsOwnMinerIsNobodyElse() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("miner"));
    List<String> argv = List.of("/usr/local/bin/lotus-miner", "run", "--miner-repo=" + link);
    others.runs(78, argv.get(0), argv, Map.of(), "lotus-miner");

    assertThat(migration.check(simple()).ids()).containsExactly("id-1");
  }

  /** Takes root. As on NFS with root_squash: all may be written, and nothing given away. */
  @Test
  void refusesATargetWhoseFilesItMayNotGiveToTheirOwner() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setAttribute(old.resolve("sealed/s-t01000-2"), "unix:uid", 12345);
    Files.createFile(Files.createDirectory(one).resolve(".lotusflow-owner"));
    Process squashed =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-chown",
                "--inh-caps=-chown",
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                MigrationActivitiesTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      assertThat(squashed.waitFor(50, TimeUnit.SECONDS)).isTrue();
    } finally {
      squashed.destroyForcibly();
    }
    String said = Files.readString(folder.resolve("said"));

    assertThat(said.lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("MIGRATION_OWNER_REFUSED", one.toString(), "12345")
                    .contains("Operation not permitted"));
    assertThat(sectorsOnly(tree(old))).hasSize(4);
    assertThat(migration.check(simple()).sectors()).as("with its rights").isEqualTo(2);
    assertThat(one.resolve(".lotusflow-migration")).isDirectory();
    assertThat(one).as("nothing is left").isDirectoryNotContaining("glob:**owner");
  }

  @Test
  void refusesADiskThatIsTooSmall() throws IOException {
    try (RandomAccessFile huge =
        new RandomAccessFile(old.resolve("sealed/s-t01000-1").toFile(), "rw")) {
      huge.setLength(8L << 40);
    }
    assertThat(refusedTo(one)).isEqualTo("MIGRATION_NO_ROOM");
  }

  /** The same file system under two targets is not twice as large. */
  @Test
  void countsAFileSystemOnce() throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    try (RandomAccessFile huge =
        new RandomAccessFile(old.resolve("sealed/s-t01000-1").toFile(), "rw")) {
      huge.setLength(free + (1L << 30));
    }
    assertThat(
            refused(
                new PathMove(
                    old.toString(), List.of(one.toString(), folder.resolve("new2").toString()))))
        .isEqualTo("MIGRATION_NO_ROOM");
  }

  @Test
  void joinsTwoPathsIntoOneThatIsThereAndRefusesASectorThatBothHave() throws IOException {
    Path other = folder.resolve("old2");
    Path there = folder.resolve("there");
    path(other, "id-2");
    path(there, "id-3");
    sector(other, 3);
    sector(there, 4);
    storageJson(old, other, there);
    start();
    MigrationPlan join =
        plan(
            new PathMove(old.toString(), List.of(there.toString())),
            new PathMove(other.toString(), List.of(there.toString())));
    sector(other, 1);
    assertThat(Failures.of(() -> migration.check(join)).getType())
        .isEqualTo("MIGRATION_SECTOR_TWICE");
    Files.delete(other.resolve("sealed/s-t01000-1"));
    Files.delete(other.resolve("cache/s-t01000-1/p_aux"));
    Files.delete(other.resolve("cache/s-t01000-1"));

    switchIn(join);

    assertThat(opened).containsExactly(there.toString());
    assertThat(id(there.toString())).isEqualTo("id-3");
    assertThat(new SectorFiles(there).sizes()).hasSize(4);
    assertThat(migration.removeOld(join).left()).isZero();
    assertThat(other).doesNotExist();
    assertThat(new SectorFiles(there).sizes()).hasSize(4);
  }

  @Test
  void sharesAPathOutAmongTwoSectorBySector() throws IOException {
    Path two = folder.resolve("new2");
    MigrationPlan split =
        plan(new PathMove(old.toString(), List.of(one.toString(), two.toString())));

    switchIn(split);

    assertThat(opened).containsExactly(one.toString(), two.toString());
    assertThat(id(one.toString())).isEqualTo("id-1");
    assertThat(id(two.toString())).isNotEqualTo("id-1").hasSizeGreaterThan(30);
    Set<String> all = new TreeSet<>(new SectorFiles(one).sizes().keySet());
    assertThat(all).doesNotContainAnyElementsOf(new SectorFiles(two).sizes().keySet());
    all.addAll(new SectorFiles(two).sizes().keySet());
    assertThat(all).containsExactly("1000-1", "1000-2");
    for (Path half : List.of(one, two)) {
      for (SectorFiles.Entry entry : new SectorFiles(half).entries()) {
        assertThat(half.resolve("sealed/s-t0" + entry.sector())).exists();
        assertThat(half.resolve("cache/s-t0" + entry.sector() + "/p_aux")).exists();
      }
    }
    assertThat(migration.removeOld(split).files()).isEqualTo(4);
    assertThat(old).doesNotExist();
  }

  @Test
  void findsAFlippedByteBeforeItDeletesTheFileAndMakesTheTwinAgain() throws IOException {
    switchIn(simple());
    flip(one.resolve("sealed/s-t01000-2"));

    RemovedFiles removed = migration.removeOld(simple());

    assertThat(removed.left()).isZero();
    assertThat(removed.receipt().note()).contains("made again", "dmesg): 1");
    assertThat(old).doesNotExist();
    assertThat(one.resolve("sealed/s-t01000-2")).hasContent("sealed 2");
  }

  @Test
  void keepsAFileThatIsNotWhatWasCopiedWhenItsTwinIsNotEither() throws IOException {
    switchIn(simple());
    Path book = beside().resolve("copied");
    String noted = Files.readString(book);
    Files.writeString(book, noted.replaceAll("crc32c-1m:[0-9a-f]{8}", "crc32c-1m:00000000"));

    assertThat(Failures.of(() -> migration.removeOld(simple())).getType())
        .isEqualTo("MIGRATION_TWIN_DIFFERS");
    assertThat(old.resolve("sealed/s-t01000-2")).hasContent("sealed 2");

    Files.writeString(book, noted);
    migration.removeOld(simple());
    assertThat(old).doesNotExist();
    assertThat(one.resolve("sealed/s-t01000-2")).hasContent("sealed 2");
  }

  /** Takes root, for a file system that has nothing but the cache. */
  @Test
  void saysWhatWasReadBackFromTheCacheOnly() throws Exception {
    List<Path> mounted = mounted(one, "-t", "ramfs", "ramfs");
    try {
      // Not checked: it says that it has no room.
      migration.copy(simple());
      migration.noteProvable(simple());
      stop();
      migration.copyRest(simple());
      migration.switchIn(simple());
      start();
      assertThat(migration.removeOld(simple()).receipt().note())
          .endsWith("perhaps not from the disk: 4");
    } finally {
      unmount(mounted);
    }
  }

  private Path beside() {
    return one.resolve(SectorFiles.BESIDE).resolve(OneWay.nameOf(old));
  }

  private static void flip(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.write(bytes.read() ^ 1);
      bytes.seek(0);
      bytes.write('S');
    }
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void keepsWhatTheMinerHasChangedSince() throws IOException {
    switchIn(simple());
    Files.writeString(one.resolve("cache/s-t01000-1/p_aux"), "other aux");
    Files.delete(one.resolve("sealed/s-t01000-2"));

    RemovedFiles removed = migration.removeOld(simple());

    assertThat(removed.left()).isEqualTo(2);
    assertThat(tree(old))
        .containsEntry("cache/s-t01000-1/p_aux", "aux 1")
        .containsEntry("sealed/s-t01000-2", "sealed 2")
        .doesNotContainKey("sealed/s-t01000-1");
  }

  @Test
  void deletesNothingWhileTheMinerHasNotItsNewStorage() throws IOException {
    Map<String, String> before = tree(old);
    migration.copy(simple());
    assertThat(Failures.of(() -> migration.removeOld(simple())).getType())
        .isEqualTo("MIGRATION_STORAGE_MISSING");
    assertThat(tree(old)).isEqualTo(before);

    switchIn(simple());
    storageJson(old);
    assertThat(Failures.of(() -> migration.removeOld(simple())).getType())
        .isEqualTo("MIGRATION_STORAGE_MISSING");
    storageJson(old.resolve("."), one);
    assertThat(Failures.of(() -> migration.removeOld(simple())).getType())
        .as("the same path, written otherwise")
        .isEqualTo("MIGRATION_STORAGE_MISSING");
    assertThat(sectorsOnly(tree(old))).isEqualTo(sectorsOnly(before));
  }

  @Test
  void whatTheMinerWritesThereSinceIsNotAwaited() throws IOException {
    switchIn(simple());
    file(one.resolve("update/s-t01000-7"), "not declared yet");
    migration.awaitStorage(simple());
    migration.checkProven(simple());
  }

  @Test
  void aStorageJsonThatCannotBeReadIsNotReplaced() throws IOException {
    migration.copy(simple());
    stop();
    migration.copyRest(simple());
    Path file = folder.resolve("miner/storage.json");
    for (String broken : List.of("{\"StoragePaths\":[{\"Path\":", "{}", "")) {
      Files.writeString(file, broken);
      assertThat(Failures.of(() -> migration.switchIn(simple())).getType())
          .isEqualTo("STORAGE_JSON_BROKEN");
      assertThat(file).hasContent(broken);
      assertThat(new SectorFiles(one).isUnused()).isTrue();
    }
    storageJson(old);
    migration.switchIn(simple());
    start();
    assertThat(opened).containsExactly(one.toString());
  }

  @Test
  void whatDoesNotFitIntoTheStopIsNotCopiedDuringIt() throws IOException {
    MigrationPlan hurried = hurried(simple(), Duration.ZERO);
    migration.copy(hurried);
    migration.noteProvable(hurried);
    try (RandomAccessFile huge =
        new RandomAccessFile(old.resolve("sealed/s-t01000-5").toFile(), "rw")) {
      huge.setLength(200L << 20);
    }
    assertThat(migration.lookAtRest(hurried).fits()).isFalse();
    assertThat(migration.lookAtRest(simple()).fits()).isTrue();
    stop();
    assertThat(Failures.of(() -> migration.copyRest(hurried)).getType())
        .isEqualTo("MIGRATION_REST_TOO_LONG");
    migration.switchBack(hurried);
    start();
    assertThat(opened).containsExactly(old.toString());
  }

  private static MigrationPlan hurried(MigrationPlan plan, Duration outage) {
    return new MigrationPlan(
        plan.scope(),
        plan.miner(),
        plan.moved(),
        plan.moves(),
        plan.others(),
        plan.parallel(),
        plan.bandwidth(),
        plan.old(),
        plan.oldFor(),
        outage,
        plan.margin(),
        plan.deals(),
        plan.restart());
  }

  /** As by a fetch of the miner's own, into a path that is a target. */
  @Test
  void aSectorThatWentToTheTargetByItselfStaysThere() throws IOException {
    Path there = folder.resolve("there");
    path(there, "id-3");
    sector(there, 4);
    storageJson(old, there);
    start();
    MigrationPlan join = plan(new PathMove(old.toString(), List.of(there.toString())));
    migration.copy(join);
    for (String within : List.of("sealed/s-t01000-2", "cache/s-t01000-2")) {
      Files.move(old.resolve(within), there.resolve(within));
    }

    switchIn(join);
    assertThat(tree(there)).containsEntry("sealed/s-t01000-1", "sealed 1");
    stop();
    migration.switchBack(join);
    start();
    migration.copy(join);
    stop();
    migration.copyRest(join);
    assertThat(tree(there))
        .containsEntry("sealed/s-t01000-2", "sealed 2")
        .containsEntry("cache/s-t01000-2/p_aux", "aux 2")
        .doesNotContainKey("sealed/s-t01000-1");
    assertThat(tree(old)).containsEntry("sealed/s-t01000-1", "sealed 1");
  }

  /** Unmounted, or gone: its mount point is a folder with nothing in it. */
  @Test
  void anOldDiskThatDropsBeforeTheSwitchTakesNoCopyWithIt() throws IOException {
    Map<String, String> before = tree(old);
    migration.copy(simple());
    stop();
    migration.copyRest(simple());
    Path dropped = drop(old);
    assertThat(Failures.of(() -> migration.copyRest(simple())).getType())
        .isEqualTo("STORAGE_META_BROKEN");
    Files.writeString(folder.resolve("fstab"), "/dev/sdx " + old + " xfs defaults 0 0\n");
    assertThat(Failures.of(() -> migration.copyRest(simple())).getType())
        .isEqualTo("STORAGE_NOT_MOUNTED");
    assertThat(tree(beside().resolve("tree"))).isEqualTo(sectorsOnly(before));

    bringBack(dropped, old);
    Files.writeString(folder.resolve("fstab"), "");
    migration.copyRest(simple());
    migration.switchIn(simple());
    drop(old);
    assertThatThrownBy(() -> migration.switchBack(simple())).isInstanceOf(RuntimeException.class);
    bringBack(dropped, old);
    migration.switchBack(simple());
    start();
    assertThat(tree(old)).isEqualTo(before);
  }

  @Test
  void aNewDiskThatDropsIsNotMadeUpForOnTheDiskBelow() throws IOException {
    migration.copy(simple());
    stop();
    Path dropped = drop(one);
    assertThatThrownBy(() -> migration.copyRest(simple())).isInstanceOf(RuntimeException.class);
    assertThat(tree(one)).isEmpty();
    assertThat(beside()).doesNotExist();

    bringBack(dropped, one);
    migration.copyRest(simple());
    migration.switchIn(simple());
    start();
    assertThat(sectorsOnly(tree(one))).isEqualTo(sectorsOnly(tree(old)));
  }

  private Path drop(Path disk) throws IOException {
    Path dropped = Files.move(disk, folder.resolve("dropped"));
    Files.createDirectory(disk);
    return dropped;
  }

  /** Only an empty folder is mounted over here. */
  private static void bringBack(Path dropped, Path disk) throws IOException {
    Files.delete(disk);
    Files.move(dropped, disk);
  }

  /** The old path has lost the file: what lies at the new one is the only one. */
  @Test
  void theOnlyCopyOfASectorIsBroughtBack() throws IOException {
    switchIn(simple());
    Files.delete(old.resolve("sealed/s-t01000-2"));
    stop();
    migration.switchBack(simple());
    start();
    assertThat(tree(old)).containsEntry("sealed/s-t01000-2", "sealed 2");
  }

  /** By another run, after the first one was terminated, and the miner with it. */
  @Test
  void aSwitchThatWasCutOffIsDoneByTheNextRun() throws IOException {
    Map<String, String> before = tree(old);
    String storage = Files.readString(folder.resolve("miner/storage.json"));
    for (int acts = 0; acts <= 5; acts++) {
      migration.check(simple());
      migration.copy(simple());
      migration.noteProvable(simple());
      stop();
      migration.copyRest(simple());
      migration.switchIn(simple());
      rewind(acts, storage);

      MigrationGround ground = migration.check(simple());
      assertThat(ground.switched()).as("cut after %s", acts).isFalse();
      assertThat(ground.leftDown()).as("cut after %s", acts).isTrue();
      start();
      migration.copy(simple());
      migration.noteProvable(simple());
      stop();
      migration.copyRest(simple());
      migration.switchIn(simple());
      assertThat(migration.check(simple()).leftDown()).isTrue();
      start();
      migration.awaitStorage(simple());
      stop();
      assertThat(migration.check(simple()).leftDown()).as("by whoever stopped it").isFalse();
      assertThat(sectorsOnly(tree(one))).as("cut after %s", acts).isEqualTo(sectorsOnly(before));
      migration.switchBack(simple());
      start();
      assertThat(tree(old)).as("cut after %s", acts).isEqualTo(before);
    }
  }

  @Test
  void doesNotTouchStorageOfAMinerThatDidNotStop() {
    migration.copy(simple());
    assertThat(Failures.of(() -> migration.copyRest(simple())).getType())
        .isEqualTo("MIGRATION_MINER_RUNS");
    assertThat(Failures.of(() -> migration.switchIn(simple())).getType())
        .isEqualTo("MIGRATION_MINER_RUNS");
  }

  /** As after a power cut, when the miner was started again by others. */
  @Test
  void doesNotSwitchToACopyThatIsOlderThanThePath() throws IOException {
    migration.copy(simple());
    stop();
    migration.copyRest(simple());
    file(old.resolve("cache/s-t01000-1/p_aux"), "AUX 1");
    assertThat(Failures.of(() -> migration.switchIn(simple())).getType())
        .isEqualTo("MIGRATION_SOURCE_CHANGES");
    migration.copyRest(simple());
    Files.delete(old.resolve("sealed/s-t01000-2"));
    assertThat(Failures.of(() -> migration.switchIn(simple())).getType())
        .isEqualTo("MIGRATION_SOURCE_CHANGES");
    sector(old, 4);
    assertThat(Failures.of(() -> migration.switchIn(simple())).getType())
        .isEqualTo("MIGRATION_SOURCE_CHANGES");
    migration.copyRest(simple());
    migration.switchIn(simple());
    start();
    assertThat(sectorsOnly(tree(one))).isEqualTo(sectorsOnly(tree(old)));
  }

  @Test
  void tellsOfAMinerThatCameBackWithoutAPathOrWithBadSectors() throws IOException {
    migration.copy(simple());
    migration.noteProvable(simple());
    stop();
    migration.copyRest(simple());
    migration.switchIn(simple());
    start();
    opened = List.of();
    assertThat(Failures.of(() -> migration.awaitStorage(simple())).getType())
        .isEqualTo("MIGRATION_STORAGE_MISSING");
    start();
    miner.answering("CheckProvable", "{\"2\":\"generating vanilla proof: sector not found\"}");
    migration.awaitStorage(simple());
    assertThat(Failures.of(() -> migration.checkProven(simple())).getType())
        .isEqualTo("MIGRATION_SECTORS_BAD");
    miner.answering("CheckProvable", "{}");
    assertThat(migration.checkProven(simple()).note()).contains("2 sectors");
  }

  /** Cut after each of its acts, it can be finished and it can be undone, and the miner starts. */
  @Test
  void aSwitchThatWasCutOffIsFinishedOrUndone() throws IOException {
    Map<String, String> before = tree(old);
    String storage = Files.readString(folder.resolve("miner/storage.json"));
    for (int acts = 0; acts <= 5; acts++) {
      for (boolean finish : List.of(false, true)) {
        migration.copy(simple());
        stop();
        migration.copyRest(simple());
        migration.switchIn(simple());
        rewind(acts, storage);
        start();
        stop();
        if (finish) {
          migration.switchIn(simple());
          start();
          migration.awaitStorage(simple());
          assertThat(sectorsOnly(tree(one)))
              .as("cut after %s", acts)
              .isEqualTo(sectorsOnly(before));
          stop();
        }
        migration.switchBack(simple());
        start();
        assertThat(opened).as("cut after %s", acts).containsExactly(old.toString());
        assertThat(tree(old)).as("cut after %s", acts).isEqualTo(before);
        assertThat(new SectorFiles(one).isUnused()).as("cut after %s", acts).isTrue();
      }
    }
    switchIn(simple());
    assertThat(migration.removeOld(simple()).files()).isEqualTo(4);
  }

  /** What a switch leaves that was cut off after so many acts. */
  private void rewind(int acts, String storage) throws IOException {
    Path book = folder.resolve("books/node-1.json");
    Files.writeString(book, Files.readString(book).replace("SWITCHED", "SWITCHING"));
    if (acts < 5) {
      Files.move(old.resolve("sectorstore.json.lotusflow-moved"), old.resolve("sectorstore.json"));
    }
    if (acts < 4) {
      Files.writeString(folder.resolve("miner/storage.json"), storage);
    }
    if (acts < 3) {
      Files.delete(one.resolve("sectorstore.json"));
    }
    if (acts < 2) {
      unplace("sealed/s-t01000-2");
    }
    if (acts < 1) {
      unplace("sealed/s-t01000-1");
      unplace("cache/s-t01000-1");
      unplace("cache/s-t01000-2");
    }
  }

  private void unplace(String within) throws IOException {
    Path tree = one.resolve(".lotusflow-migration").resolve(OneWay.nameOf(old)).resolve("tree");
    Files.move(one.resolve(within), tree.resolve(within));
  }

  @Test
  void bringsBackWhatTheMinerWroteIntoTheNewPath() throws IOException {
    switchIn(simple());
    sector(one, 9);
    Files.writeString(one.resolve("cache/s-t01000-1/p_aux"), "newer aux");
    stop();

    migration.switchBack(simple());
    start();

    assertThat(tree(old))
        .containsEntry("sealed/s-t01000-9", "sealed 9")
        .containsEntry("cache/s-t01000-1/p_aux", "newer aux")
        .containsEntry("sealed/s-t01000-2", "sealed 2");
    switchIn(simple());
    assertThat(tree(one))
        .containsEntry("sealed/s-t01000-9", "sealed 9")
        .containsEntry("cache/s-t01000-1/p_aux", "newer aux");
  }

  @Test
  void eachPathGetsItsOwnSectorsBackAndTheFirstTheNewOnes() throws IOException {
    Path other = folder.resolve("old2");
    path(other, "id-2");
    sector(other, 3);
    storageJson(old, other);
    start();
    Map<String, String> before = tree(other);
    MigrationPlan join =
        plan(
            new PathMove(old.toString(), List.of(one.toString())),
            new PathMove(other.toString(), List.of(one.toString())));
    switchIn(join);
    assertThat(id(one.toString())).isEqualTo("id-1");
    sector(one, 9);
    stop();
    migration.switchBack(join);
    start();
    assertThat(opened).containsExactly(old.toString(), other.toString());
    assertThat(tree(other)).isEqualTo(before);
    assertThat(new SectorFiles(old).sizes()).containsOnlyKeys("1000-1", "1000-2", "1000-9");

    stop();
    migration.switchBack(join);
    MigrationPlan split =
        plan(
            new PathMove(
                old.toString(), List.of(one.toString(), folder.resolve("new2").toString())));
    start();
    switchIn(split);
    sector(folder.resolve("new2"), 8);
    stop();
    migration.switchBack(split);
    start();
    assertThat(new SectorFiles(old).sizes())
        .containsOnlyKeys("1000-1", "1000-2", "1000-8", "1000-9");
  }

  /** Takes root, to mount a small disk. */
  @Test
  void aDiskThatFillsUpAtLastLeavesTheOldPathWhole() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.createDirectories(one);
    assumeThat(ran("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", one.toString())).isTrue();
    try {
      Map<String, String> before = tree(old);
      migration.check(simple());
      migration.copy(simple());
      Files.write(one.resolve(".lotusflow-migration/ballast"), new byte[78 << 20]);
      Files.write(old.resolve("sealed/s-t01000-5"), new byte[4 << 20]);
      try (RandomAccessFile full =
          new RandomAccessFile(old.resolve("sealed/s-t01000-5").toFile(), "rw")) {
        byte[] data = new byte[4 << 20];
        Arrays.fill(data, (byte) 7);
        full.write(data);
      }
      stop();
      assertThat(Failures.of(() -> migration.copyRest(simple())).getType())
          .isEqualTo("MIGRATION_NO_ROOM");
      migration.switchBack(simple());
      start();
      assertThat(tree(old)).containsAllEntriesOf(before);
      assertThat(opened).containsExactly(old.toString());
    } finally {
      ran("umount", "-l", one.toString());
    }
  }

  /** Takes root. Both paths are disks of their own, as those of most miners are. */
  @Test
  void movesFromOneMountToAnotherAndLeavesBothMounted() throws Exception {
    Path source = folder.resolve("disk1");
    List<Path> mounted = mounted(source, "-t", "tmpfs", "-o", "size=80m", "tmpfs");
    mounted.addAll(mounted(one, "-t", "tmpfs", "-o", "size=80m", "tmpfs"));
    try {
      Files.createDirectory(one.resolve("lost+found"));
      Files.move(old.resolve("sectorstore.json"), source.resolve("sectorstore.json"));
      sector(source, 1);
      sector(source, 2);
      storageJson(source);
      opened = List.of(source.toString());
      MigrationPlan plan = plan(new PathMove(source.toString(), List.of(one.toString())));
      Map<String, String> before = sectorsOnly(tree(source));

      switchIn(plan);
      assertThat(migration.removeOld(plan).left()).isZero();

      assertThat(sectorsOnly(tree(one))).isEqualTo(before);
      assertThat(one.resolve("lost+found")).isDirectory();
      assertThat(source).as("the disk that was left").isEmptyDirectory();
    } finally {
      unmount(mounted);
    }
  }

  /** Takes root. */
  @Test
  void seesThroughABindMountAndRefusesADiskThatIsReadOnly() throws Exception {
    Path view = folder.resolve("view");
    List<Path> mounted = mounted(view, "--bind", old.toString());
    try {
      assertThat(refusedTo(view)).isEqualTo("MIGRATION_OVERLAPS");
      assertThat(refusedTo(view.resolve("sealed/new"))).isEqualTo("MIGRATION_OVERLAPS");

      mounted.addAll(mounted(one, "-t", "tmpfs", "-o", "ro,size=80m", "tmpfs"));
      assertThat(Failures.of(() -> migration.check(simple())))
          .hasMessageContaining("MIGRATION_TARGET_TAKEN")
          .hasMessageContaining("read only");
    } finally {
      unmount(mounted);
    }
  }

  /** Takes root. */
  @Test
  void refusesAPathOfTheMinersAsATargetThatIsReadOnly() throws Exception {
    Path there = folder.resolve("there");
    path(there, "id-3");
    storageJson(old, there);
    List<Path> mounted = mounted(there, "--bind", there.toString());
    try {
      assertThat(ran("mount", "-o", "remount,bind,ro", there.toString())).isTrue();
      assertThat(refusedTo(there)).isEqualTo("MIGRATION_TARGET_TAKEN");
    } finally {
      unmount(mounted);
    }
  }

  /** Takes root. Nothing of it could be switched. */
  @Test
  void refusesAnOldDiskThatIsReadOnly() throws Exception {
    List<Path> mounted = mounted(old, "--bind", old.toString());
    try {
      assertThat(ran("mount", "-o", "remount,bind,ro", old.toString())).isTrue();
      assertThat(refusedTo(one)).isEqualTo("MIGRATION_SOURCE_READ_ONLY");
    } finally {
      unmount(mounted);
    }
  }

  private static List<Path> mounted(Path point, String... how) throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.createDirectories(point);
    List<String> mount = new ArrayList<>(List.of("mount"));
    mount.addAll(List.of(how));
    mount.add(point.toString());
    assumeThat(ran(mount.toArray(String[]::new))).isTrue();
    return new ArrayList<>(List.of(point));
  }

  private static void unmount(List<Path> points) throws Exception {
    for (Path point : points) {
      ran("umount", "-l", point.toString());
    }
  }

  private static boolean ran(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Four deadlines of a hundred epochs, of a second each; the second is open since epoch 100. */
  private void chain(long height, Map<Integer, String> partitions) {
    miner
        .answering("Version", "{\"Version\":\"1.36.2\",\"BlockDelay\":1}")
        .answering(
            "ChainHead",
            params ->
                "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d}]}"
                    .formatted(height, Instant.now().getEpochSecond()))
        .answering(
            "StateMinerProvingDeadline",
            "{\"CurrentEpoch\":%d,\"PeriodStart\":0,\"WPoStPeriodDeadlines\":4,".formatted(height)
                + "\"WPoStProvingPeriod\":400,\"WPoStChallengeWindow\":100,\"Open\":100,"
                + "\"FaultCutoff\":30}")
        .answering("StateMinerDeadlines", "[{},{},{},{}]")
        .answering(
            "StateMinerPartitions",
            params -> partitions.getOrDefault(params.get(1).asInt(), "null"));
  }

  private static final String BOTH = "[{\"LiveSectors\":[1,2],\"FaultySectors\":[0]}]";
  private static final String WHOLE = "[{\"Partitions\":[{\"Index\":0,\"Skipped\":[0]}]}]";

  private long tests() {
    return miner.calls.stream().filter(call -> call.contains("ComputeWindowPoSt")).count();
  }

  @Test
  void testsTheWindowProofsOfTheDeadlinesConcerned() throws IOException {
    switchIn(simple());
    chain(100, Map.of(3, BOTH));
    miner.answering("ComputeWindowPoSt", "[{\"Partitions\":[{\"Index\":0,\"Skipped\":[2,1]}]}]");
    assertThat(Failures.of(() -> migration.testProofs(simple())).getType())
        .isEqualTo("MIGRATION_PROOF_SKIPS");
    miner.answering("ComputeWindowPoSt", "null");
    assertThat(Failures.of(() -> migration.testProofs(simple())).getType())
        .isEqualTo("MIGRATION_PROOF_SKIPS");
    miner.answering("ComputeWindowPoSt", WHOLE);
    assertThat(migration.testProofs(simple()).note()).contains("1 deadlines");
    assertThat(migration.testProofs(simple()).note()).contains("1 deadlines");
    assertThat(tests()).as("not again what was whole").isEqualTo(3);
  }

  /** The deadline that opens next is nearer than half of a challenge window. */
  @Test
  void noTestBeginsThatARealProofWouldHaveToWaitFor() throws Exception {
    switchIn(simple());
    chain(160, Map.of(2, BOTH, 1, BOTH));
    miner
        .answering("StateMinerDeadlines", "[{},{\"PostSubmissions\":[0,1]},{},{}]")
        .answering("ComputeWindowPoSt", WHOLE);
    CompletableFuture<Receipt> tested =
        CompletableFuture.supplyAsync(() -> migration.testProofs(simple()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> miner.calls.stream().filter(call -> call.contains("ChainHead")).count() > 2);
    assertThat(tests()).isZero();

    chain(210, Map.of(2, BOTH, 1, BOTH));
    miner.answering("StateMinerDeadlines", "[{},{},{\"PostSubmissions\":[0,1]},{}]");
    assertThat(tested.get(20, TimeUnit.SECONDS).note()).contains("2 deadlines are whole");
  }

  /** Each deadline has something to prove, and a test took most of one. */
  @Test
  void whereNoStretchIsLongEnoughItSaysWhatWasNotTested() throws IOException {
    switchIn(simple());
    chain(100, Map.of(0, BOTH, 1, BOTH, 2, BOTH, 3, BOTH));
    miner.answering("ComputeWindowPoSt", WHOLE);
    Path book = folder.resolve("books/node-1.json");
    Files.writeString(
        book,
        Files.readString(book)
            .replaceFirst("\"proofSeconds\" *: *\\{ *}", "\"proofSeconds\":{\"3\":70}"));

    assertThat(migration.testProofs(simple()).note())
        .contains("1 deadlines are whole", "not tested: deadlines [0, 1, 2]");
    assertThat(tests()).isZero();
  }

  private long asked() {
    return miner.calls.stream().filter(call -> call.contains("StateSectorGetInfo")).count();
  }

  /** In the stretch only what is new is asked for, and each sector once. */
  @Test
  void whatWasSeenToBeProvableLatelyIsNotAskedForAgain() throws IOException {
    migration.copy(simple());
    migration.lookAtProvable(simple());
    assertThat(asked()).isEqualTo(2);
    stop();
    assertThat(migration.check(simple()).leftDown()).as("it was not to be stopped yet").isFalse();
    start();
    sector(old, 3);
    assertThat(migration.noteProvable(simple()).note()).contains("3 sealed sectors");
    assertThat(asked()).isEqualTo(3);
    migration.lookAtProvable(simple());
    assertThat(asked()).isEqualTo(3);

    Path book = folder.resolve("books/node-1.json");
    Files.writeString(
        book, Files.readString(book).replaceFirst("\"notedAt\" *: *\\d+", "\"notedAt\":1"));
    miner.answering("CheckProvable", "{\"2\":\"gone\"}");
    assertThat(migration.noteProvable(simple()).note()).contains("2 sealed sectors");
    assertThat(asked()).as("too old").isEqualTo(6);
  }

  @Test
  void aJournalOfAnOlderVersionIsGoneOnWith() throws IOException {
    migration.copy(simple());
    Path book = folder.resolve("books/node-1.json");
    ObjectNode older = (ObjectNode) JSON.readTree(book.toFile());
    older.remove(List.of("notedAt", "proofSeconds"));
    JSON.writeValue(book.toFile(), older);

    switchIn(simple());
    assertThat(migration.checkProven(simple()).note()).contains("2 sectors");
  }

  /** Else a sector that is bad in the old path, too, would take the new one away for ever. */
  @Test
  void afterAWayBackAllSectorsAreAskedForAgain() throws IOException {
    switchIn(simple());
    stop();
    migration.switchBack(simple());
    start();
    miner.answering("CheckProvable", "{\"2\":\"gone\"}");
    migration.copy(simple());
    assertThat(migration.lookAtProvable(simple()).note()).contains("1 sealed sectors");
  }

  @Test
  void aMigrationThatWasSwitchedIsNotMixedWithAnother() throws IOException {
    switchIn(simple());
    assertThat(refusedTo(folder.resolve("new2"))).isEqualTo("MIGRATION_ANOTHER");
    assertThat(migration.check(simple()).switched()).isTrue();
    assertThat(Files.exists(folder.resolve("new2"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void oneThatWasGivenUpBeforeTheSwitchLeavesNoCopies() throws IOException {
    migration.copy(simple());
    assertThat(one.resolve(".lotusflow-migration")).isDirectory();
    MigrationPlan other =
        plan(new PathMove(old.toString(), List.of(folder.resolve("new2").toString())));

    switchIn(other);

    assertThat(one).isEmptyDirectory();
    assertThat(opened).containsExactly(folder.resolve("new2").toString());
  }

  /** Of a deadline that is open; until its proof is on the chain. */
  @Test
  void copiesNothingWhileAProofIsDue() throws Exception {
    chain(100, Map.of(1, BOTH));
    GuestGate gate = new GuestGate(simple());
    Awaitility.await().until(() -> !gate.isOpen());
    miner.answering("StateMinerDeadlines", "[{},{\"PostSubmissions\":[0,1]},{},{}]");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(gate::isOpen);
  }
}
