package io.lotusflow.migration;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.FoundServices;
import io.lotusflow.copy.CopyDiffers;
import io.lotusflow.copy.FolderCopy;
import io.lotusflow.copy.InBackground;
import io.lotusflow.copy.OwnerRefused;
import io.lotusflow.copy.Pace;
import io.lotusflow.files.LogEnd;
import io.lotusflow.files.Unchecked;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.migration.Migration.Phase;
import io.lotusflow.migration.Migration.Target;
import io.lotusflow.migration.SectorFiles.Entry;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.storage.Mounts;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's migration: one journal, one way for each pair of a path and a target. */
public final class MigrationActivitiesImpl implements MigrationActivities {
  private static final Logger log = LoggerFactory.getLogger(MigrationActivitiesImpl.class);

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** A round that takes no longer leaves little for the stop. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Which sectors can be proven is asked again before the node is held, once it is so old. */
  private static final Duration NOTED_LATELY = Duration.ofHours(6);

  /**
   * And in the stretch, once it is so old: a stretch that is used up by it comes again within a
   * day, and then it is not.
   */
  private static final Duration NOTE_LASTS = Duration.ofHours(30);

  private static final int MOST_ROUNDS = 8;
  private static final int TRIES = 3;

  /** What a disk that turns takes in a second. */
  private static final long USUAL_SPEED = 150L << 20;

  /** A round that writes less says nothing of the speed. */
  private static final long MEASURABLE = 64L << 20;

  private final Path books;
  private final ServiceActivities services;
  private final Mounts mounts;
  private final Supplier<List<String>> workersStorage;
  private final Supplier<List<FoundService>> found;
  private final Duration opensWithin;
  private final Consumer<JobProgress> pulse;

  /**
   * @param books folder for what is written down
   * @param workersStorage paths that seal workers of this host have now
   */
  public MigrationActivitiesImpl(
      Path books,
      ServiceActivities services,
      Supplier<List<String>> workersStorage,
      Consumer<JobProgress> pulse) {
    this(
        books,
        services,
        Mounts.ofThisHost(),
        workersStorage,
        FoundServices::onThisMachine,
        Duration.ofSeconds(90),
        pulse);
  }

  MigrationActivitiesImpl(
      Path books,
      ServiceActivities services,
      Mounts mounts,
      Supplier<List<String>> workersStorage,
      Supplier<List<FoundService>> found,
      Duration opensWithin,
      Consumer<JobProgress> pulse) {
    this.books = books;
    this.services = services;
    this.mounts = mounts;
    this.workersStorage = workersStorage;
    this.found = found;
    this.opensWithin = opensWithin;
    this.pulse = pulse;
  }

  private Journal<Migration> book(MigrationPlan plan) {
    return new Journal<>(books.resolve(plan.scope().node() + ".json"), Migration.class);
  }

  private Migration known(MigrationPlan plan) {
    return book(plan).read().filter(one -> one.isOf(plan)).orElseThrow();
  }

  private List<OneWay> ways(MigrationPlan plan) throws IOException {
    return ways(plan, plan.moves());
  }

  private List<OneWay> ways(MigrationPlan plan, List<PathMove> moves) throws IOException {
    List<OneWay> ways = new ArrayList<>();
    for (PathMove move : moves) {
      Path from = Path.of(move.from());
      Shares shares = shares(plan, move);
      for (String to : move.to()) {
        ways.add(new OneWay(from, Path.of(to), shares));
      }
    }
    return ways;
  }

  private Shares shares(MigrationPlan plan, PathMove move) {
    return Shares.of(sharesFile(plan, move), move);
  }

  private Path sharesFile(MigrationPlan plan, PathMove move) {
    return books.resolve(
        plan.scope().node() + "-" + OneWay.nameOf(Path.of(move.from())) + ".shares");
  }

  /** Two attempts may be alive at once. */
  private <T> T alone(MigrationPlan plan, Callable<T> body) {
    return OneAtATime.on(
        books.resolve(plan.scope().node() + ".lock"),
        () -> pulse.accept(JobProgress.of("waits for another attempt", 0, Instant.now())),
        () -> named(plan, body));
  }

  private static <T> T named(MigrationPlan plan, Callable<T> body) {
    try {
      return RpcFailed.named(() -> Unchecked.call(body));
    } catch (UncheckedIOException failed) {
      if (failed.getCause() instanceof OwnerRefused refused) {
        throw MigrationProblem.MIGRATION_OWNER_REFUSED.because(
            refused.folder(), refused.owner(), refused.getCause().getMessage());
      }
      if (LogEnd.saysDiskFull(String.valueOf(failed.getMessage()))) {
        throw noRoom(plan);
      }
      throw failed;
    }
  }

  private static RuntimeException noRoom(MigrationPlan plan) {
    String targets = String.join(", ", targetsOf(plan));
    return MigrationProblem.MIGRATION_NO_ROOM.because(targets, "more", new ByteSize(0));
  }

  private static Set<String> targetsOf(MigrationPlan plan) {
    Set<String> targets = new TreeSet<>();
    plan.moves().forEach(move -> targets.addAll(move.to()));
    return targets;
  }

  @Override
  public MigrationGround check(MigrationPlan plan) {
    return InBackground.work(
        () -> pulse.accept(JobProgress.of("looking", 0, Instant.now())),
        () -> named(plan, () -> look(plan)));
  }

  private MigrationGround look(MigrationPlan plan) throws IOException {
    Optional<Migration> last = book(plan).read();
    boolean again = last.isPresent() && last.get().phase() != Phase.COPYING;
    if (again && !last.get().isOf(plan)) {
      throw MigrationProblem.MIGRATION_ANOTHER.because(last.get().inWords());
    }
    MigrationGroundCheck check =
        new MigrationGroundCheck(plan, mounts, workersStorage.get(), new OtherMiners(found.get()));
    if (!again) {
      check.look();
    }
    long total = 0;
    long missing = 0;
    int sectors = 0;
    List<Long> missingByMove = new ArrayList<>();
    for (PathMove move : plan.moves()) {
      Map<String, Long> sizes = new SectorFiles(Path.of(move.from())).sizes();
      sectors += sizes.size();
      total += sizes.values().stream().mapToLong(Long::longValue).sum();
      long rest = again ? 0 : missing(plan, move, sizes);
      missing += rest;
      missingByMove.add(rest);
    }
    if (!again) {
      check.room(missingByMove);
    }
    String note =
        "%s of %d sectors, of which %s are to be copied: about %s"
            .formatted(new ByteSize(total), sectors, new ByteSize(missing), time(plan, missing));
    boolean switched = last.isPresent() && last.get().phase() == Phase.SWITCHED;
    boolean leftDown = last.filter(one -> one.isOf(plan) && one.ran()).isPresent() && !runs(plan);
    return new MigrationGround(
        Receipt.alreadySo(
            (switched ? "the miner has its new storage already" : note)
                + (leftDown ? "; a run before has stopped the miner" : "")),
        total,
        sectors,
        switched,
        leftDown,
        plan.moves().stream()
            .flatMap(move -> Targets.idOf(Path.of(move.from())).stream())
            .toList());
  }

  private long missing(MigrationPlan plan, PathMove move, Map<String, Long> sizes)
      throws IOException {
    if (move.to().size() > 1) {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
    return new OneWay(Path.of(move.from()), Path.of(move.to().get(0)), shares(plan, move))
        .copy(Pace.fast(1))
        .missing()
        .bytes();
  }

  private static String time(MigrationPlan plan, long bytes) {
    long speed = plan.bandwidth().bytes() > 0 ? plan.bandwidth().bytes() : USUAL_SPEED;
    Duration time = Duration.ofSeconds(bytes / speed);
    return time.toMinutes() < 2
        ? time.toSeconds() + " s"
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  @Override
  public Receipt copy(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("copies while the miner works", commands(plan));
    }
    return alone(plan, () -> copyRounds(plan));
  }

  private static String commands(MigrationPlan plan) {
    List<String> commands = new ArrayList<>();
    for (PathMove move : plan.moves()) {
      for (String to : move.to()) {
        commands.add("rsync -a %s/ %s/".formatted(move.from(), to));
      }
    }
    return String.join("; ", commands);
  }

  private Receipt copyRounds(MigrationPlan plan) throws IOException {
    Optional<Migration> last = book(plan).read();
    if (last.filter(one -> one.isOf(plan) && one.phase() != Phase.COPYING).isPresent()) {
      // Placed copies would be made a second time, which no switch gets past.
      return Receipt.alreadySo("everything was copied before the switch");
    }
    if (last.filter(one -> one.isOf(plan)).isEmpty()) {
      if (last.isPresent()) {
        forget(plan, last.get());
      }
      for (String to : targetsOf(plan)) {
        Files.createDirectories(Path.of(to));
      }
      book(plan).write(Migration.of(plan.moves(), Targets.of(plan.moves())));
    }
    Pace pace = new Pace(plan.parallel(), plan.bandwidth().bytes(), new GuestGate(plan));
    long written = 0;
    long speed = known(plan).speed();
    int differ = 0;
    boolean quick = false;
    for (int round = 0; !quick && round < MOST_ROUNDS; round++) {
      Instant began = Instant.now();
      long before = written;
      differ = 0;
      requireThere(plan);
      share(plan);
      for (OneWay way : ways(plan)) {
        way.prepare();
        FolderCopy copy = way.copy(pace);
        watched("copy", copy, () -> copied(copy));
        written += copy.progress().written();
        differ += watched("read back", copy, copy::readBack);
      }
      Duration took = Duration.between(began, Instant.now());
      speed = Math.max(speed, speed(plan, written - before, took));
      quick = differ == 0 && took.compareTo(QUICK) < 0;
      if (round >= TRIES) {
        requireSame(plan, differ);
      }
    }
    book(plan).write(known(plan).copiedAt(speed));
    log.info("storage copied node={} bytes={}", plan.scope().node(), written);
    String note = new ByteSize(written) + " copied, and read back";
    return written == 0 ? Receipt.alreadySo(note) : Receipt.done(note, commands(plan));
  }

  private void share(MigrationPlan plan) throws IOException {
    for (PathMove move : plan.moves()) {
      shares(plan, move).share(new SectorFiles(Path.of(move.from()))::sizes);
    }
  }

  private static void requireSame(MigrationPlan plan, int differ) {
    if (differ > 0) {
      throw MigrationProblem.MIGRATION_COPY_DIFFERS.because(
          differ, String.join(", ", targetsOf(plan)));
    }
  }

  private static long speed(MigrationPlan plan, long bytes, Duration took) {
    boolean measured = plan.bandwidth().bytes() == 0 && bytes >= MEASURABLE;
    return measured ? bytes * 1000 / Math.max(1, took.toMillis()) : 0;
  }

  @Override
  public RestLook lookAtRest(MigrationPlan plan) {
    if (plan.scope().dryRun() || !runs(plan)) {
      return new RestLook(Receipt.alreadySo(""), true);
    }
    return alone(plan, () -> beating("looking", () -> rest(plan)));
  }

  private RestLook rest(MigrationPlan plan) throws IOException {
    Migration migration = known(plan);
    if (migration.phase() != Phase.COPYING) {
      return new RestLook(Receipt.alreadySo("everything was copied before the switch"), true);
    }
    long bytes = 0;
    for (OneWay way : ways(plan)) {
      bytes += way.copy(Pace.fast(1)).missing().bytes();
    }
    long speed = migration.speed() > 0 ? migration.speed() : USUAL_SPEED / 2;
    String note =
        "%s are left, about %d s".formatted(new ByteSize(bytes), (bytes + speed - 1) / speed);
    boolean fits = bytes / speed <= atMost(plan).toSeconds();
    return new RestLook(Receipt.alreadySo(note), fits);
  }

  /** The rest of the outage is for the start. */
  private static Duration atMost(MigrationPlan plan) {
    return plan.outage().dividedBy(2);
  }

  /** Copies for another migration, which was given up before anything was switched. */
  private void forget(MigrationPlan plan, Migration other) throws IOException {
    if (other.phase() != Phase.COPYING) {
      throw MigrationProblem.MIGRATION_ANOTHER.because(other.inWords());
    }
    for (OneWay way : ways(plan, other.moves())) {
      way.clear();
    }
    for (PathMove move : other.moves()) {
      Files.deleteIfExists(sharesFile(plan, move));
    }
  }

  private static int copied(FolderCopy copy) throws IOException {
    copy.copy(false);
    return 0;
  }

  private <T> T watched(String what, FolderCopy copy, Callable<T> work) {
    return InBackground.work(() -> pulse.accept(seen(what, copy)), work);
  }

  private static JobProgress seen(String what, FolderCopy copy) {
    FolderCopy.Progress progress = copy.progress();
    double percent = progress.total() == 0 ? -1 : 100.0 * progress.done() / progress.total();
    return new JobProgress(
        what,
        Math.min(100, percent),
        progress.done(),
        progress.total(),
        "bytes",
        copy.isHeldUp() ? "waits: a proof is due" : progress.at(),
        0,
        Instant.now());
  }

  private <T> T beating(String what, Callable<T> work) {
    Instant began = Instant.now();
    return InBackground.work(() -> pulse.accept(JobProgress.of(what, 0, began)), work);
  }

  @Override
  public Receipt lookAtProvable(MigrationPlan plan) {
    if (plan.scope().dryRun() || !runs(plan)) {
      return Receipt.alreadySo("");
    }
    return alone(
        plan,
        () -> {
          Migration looked = withProvable(plan, NOTED_LATELY);
          book(plan).write(looked);
          return provable(looked);
        });
  }

  @Override
  public Receipt noteProvable(MigrationPlan plan) {
    if (plan.scope().dryRun() || !runs(plan)) {
      return Receipt.alreadySo("");
    }
    return alone(
        plan,
        () -> {
          Migration noted = withProvable(plan, NOTE_LASTS).stoppedNext();
          book(plan).write(noted);
          return provable(noted);
        });
  }

  private static Receipt provable(Migration noted) {
    return Receipt.done(noted.provable().size() + " sealed sectors can be proven");
  }

  /**
   * Asks for what is not known to be provable, and for all once that is too old.
   *
   * @param lasts how long it may be known
   */
  private Migration withProvable(MigrationPlan plan, Duration lasts) {
    Migration known = known(plan);
    boolean lately = known.isNotedWithin(lasts);
    long now = Instant.now().getEpochSecond();
    Set<Long> sectors = new TreeSet<>();
    plan.moves().forEach(move -> sectors.addAll(sealed(Path.of(move.from()))));
    Set<Long> good = new TreeSet<>(lately ? known.provable() : List.of());
    good.retainAll(sectors);
    sectors.removeAll(good);
    good.addAll(beating("proving check", () -> new Provability(plan).good(sectors)));
    return known.withProvable(good, lately ? known.notedAt() : now);
  }

  private boolean runs(MigrationPlan plan) {
    return services.status(plan.miner().service()).running();
  }

  private static Set<Long> sealed(Path path) {
    Set<Long> sealed = new TreeSet<>();
    new SectorFiles(path)
        .entries().stream().filter(Entry::isSealed).forEach(entry -> sealed.add(entry.number()));
    return sealed;
  }

  @Override
  public Receipt copyRest(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("copies what changed at last");
    }
    return alone(
        plan,
        () -> {
          requireStopped(plan, "what changed at last is copied");
          Migration migration = known(plan);
          if (migration.phase() == Phase.SWITCHED) {
            return Receipt.alreadySo("everything is copied");
          }
          requireMounted(plan);
          if (migration.phase() == Phase.SWITCHING) {
            // Somebody may have started the miner since, with the one storage or the other.
            beating("switching back", () -> switchedBack(plan));
          }
          Pace pace = migration.ran() ? within(plan) : Pace.fast(plan.parallel());
          long written = 0;
          requireThere(plan);
          share(plan);
          for (OneWay way : ways(plan)) {
            way.requirePrepared();
            FolderCopy copy = way.copy(pace);
            watched(
                "copy",
                copy,
                () -> {
                  requireSame(plan, copy.copyAndReadBack(true));
                  requireThere(plan);
                  copy.prune(Path.of(SectorFiles.META));
                  return 0;
                });
            written += copy.progress().written();
          }
          return Receipt.done(new ByteSize(written) + " copied");
        });
  }

  private void requireThere(MigrationPlan plan) {
    requireMounted(plan);
    plan.moves().forEach(move -> MigrationGroundCheck.requireStorage(move.from()));
  }

  private void requireMounted(MigrationPlan plan) {
    plan.moves().forEach(move -> MigrationGroundCheck.requireMounted(mounts, move.from()));
    targetsOf(plan).forEach(to -> MigrationGroundCheck.requireMounted(mounts, to));
  }

  private static Pace within(MigrationPlan plan) {
    long until = System.nanoTime() + atMost(plan).toNanos();
    return new Pace(
        plan.parallel(),
        0,
        new Pace.Gate() {
          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void check() {
            if (System.nanoTime() - until > 0) {
              throw MigrationProblem.MIGRATION_REST_TOO_LONG.because(atMost(plan).toSeconds());
            }
          }
        });
  }

  private void requireStopped(MigrationPlan plan, String why) {
    if (runs(plan)) {
      throw MigrationProblem.MIGRATION_MINER_RUNS.because(why);
    }
  }

  @Override
  public Receipt switchIn(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("changes storage.json in " + plan.miner().repo());
    }
    return alone(plan, () -> beating("switching", () -> switched(plan)));
  }

  private Receipt switched(MigrationPlan plan) throws IOException {
    Migration migration = known(plan);
    if (migration.phase() == Phase.SWITCHED) {
      return Receipt.alreadySo("the miner has its new storage");
    }
    requireStopped(plan, "its storage is switched");
    List<OneWay> ways = ways(plan);
    requireUnchanged(ways);
    StorageJson storage = new StorageJson(Path.of(plan.miner().repo()));
    // Before anything is moved: it may not be readable.
    String then = storage.with(instead(migration));
    if (migration.phase() == Phase.COPYING) {
      migration = migration.switching(storage.text());
      book(plan).write(migration);
    }
    for (OneWay way : ways) {
      way.place();
    }
    for (Target target : migration.targets()) {
      if (target.isNew()) {
        Targets.makeStorage(target, Targets.metaOf(fromOf(plan, target)));
      }
    }
    storage.write(then);
    for (PathMove move : plan.moves()) {
      Targets.leave(Path.of(move.from()));
    }
    book(plan).write(migration.in(Phase.SWITCHED));
    log.info("storage switched node={} moves={}", plan.scope().node(), migration.inWords());
    return Receipt.done(migration.inWords());
  }

  private static Path fromOf(MigrationPlan plan, Target target) {
    return plan.moves().stream()
        .filter(move -> move.to().contains(target.path()))
        .map(move -> Path.of(move.from()))
        .findFirst()
        .orElseThrow();
  }

  private static void requireUnchanged(List<OneWay> ways) throws IOException {
    for (OneWay way : ways) {
      Optional<Path> changed = way.changed();
      if (changed.isPresent()) {
        throw MigrationProblem.MIGRATION_SOURCE_CHANGES.because(way.from(), changed.get());
      }
    }
  }

  /**
   * New targets take the place of the first path that goes to them; the others' places are gone.
   */
  private static Map<String, List<String>> instead(Migration migration) {
    Set<String> used = new TreeSet<>();
    Map<String, List<String>> instead = new LinkedHashMap<>();
    for (PathMove move : migration.moves()) {
      List<String> here =
          move.to().stream()
              .filter(to -> migration.target(to).orElseThrow().isNew())
              .filter(used::add)
              .toList();
      instead.put(Path.of(move.from()).normalize().toString(), here);
    }
    return instead;
  }

  @Override
  public Receipt switchBack(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.alreadySo("");
    }
    return alone(plan, () -> beating("switching back", () -> switchedBack(plan)));
  }

  private Receipt switchedBack(MigrationPlan plan) throws IOException {
    Migration migration = known(plan);
    if (migration.phase() == Phase.COPYING) {
      return Receipt.alreadySo("it was not switched");
    }
    requireStopped(plan, "its storage is switched back");
    for (PathMove move : plan.moves()) {
      MigrationGroundCheck.requireMounted(mounts, move.from());
      Targets.requireThere(Path.of(move.from()));
    }
    List<OneWay> ways = ways(plan);
    Map<OneWay, Set<Path>> strays = strays(migration, ways);
    for (OneWay way : ways) {
      way.bringBack(strays.get(way));
    }
    for (PathMove move : plan.moves()) {
      Targets.takeAgain(Path.of(move.from()));
    }
    new StorageJson(Path.of(plan.miner().repo())).write(migration.storageJson());
    for (Target target : migration.targets()) {
      if (target.isNew()) {
        Targets.makeNoStorage(target);
      }
    }
    for (OneWay way : ways) {
      way.takeBack(strays.get(way));
    }
    book(plan).write(migration.in(Phase.COPYING));
    return Receipt.done("the miner has its old storage");
  }

  /** Sectors at new targets that came from no path; they go with the first way that leads there. */
  private static Map<OneWay, Set<Path>> strays(Migration migration, List<OneWay> ways) {
    Map<Path, Set<Path>> byTarget = new LinkedHashMap<>();
    for (Target target : migration.targets()) {
      Path path = Path.of(target.path());
      Set<Path> there = new TreeSet<>();
      if (target.isNew()) {
        new SectorFiles(path).entries().forEach(entry -> there.add(entry.within()));
      }
      ways.stream()
          .filter(way -> way.to().equals(path))
          .forEach(way -> there.removeAll(way.ours()));
      byTarget.put(path, there);
    }
    Map<OneWay, Set<Path>> strays = new LinkedHashMap<>();
    for (OneWay way : ways) {
      Set<Path> here = byTarget.remove(way.to());
      strays.put(way, here == null ? Set.of() : here);
    }
    return strays;
  }

  @Override
  public Receipt awaitStorage(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("waits until the miner sees all sectors");
    }
    named(
        plan,
        () -> {
          awaitOpened(plan);
          return true;
        });
    return alone(
        plan,
        () -> {
          book(plan).write(known(plan).seenBack());
          return Receipt.done("the miner has its new storage");
        });
  }

  @Override
  public Receipt checkProven(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("checks whether the same sectors can be proven as before");
    }
    if (book(plan).read().isEmpty() || !runs(plan)) {
      return Receipt.alreadySo("");
    }
    return named(
        plan,
        () -> {
          List<Long> provable = known(plan).provable();
          Map<Long, String> bad =
              beating("proving check", () -> new Provability(plan).bad(provable)).orElse(Map.of());
          if (!bad.isEmpty()) {
            throw MigrationProblem.MIGRATION_SECTORS_BAD.because(
                bad.keySet(), bad.values().iterator().next());
          }
          return Receipt.done("%d sectors can be proven as before".formatted(provable.size()));
        });
  }

  private void awaitOpened(MigrationPlan plan) throws IOException {
    Instant until = Instant.now().plus(opensWithin);
    Map<Path, Set<Path>> moved = moved(plan);
    List<String> missing = missing(plan, moved);
    while (!missing.isEmpty()) {
      if (Instant.now().isAfter(until)) {
        throw MigrationProblem.MIGRATION_STORAGE_MISSING.because(missing, opensWithin.toSeconds());
      }
      pulse.accept(JobProgress.of("waits for " + missing, 0, Instant.now()));
      Pause.of(BEAT);
      missing = missing(plan, moved);
    }
  }

  /** By target. What the miner has begun to write there since is not yet declared. */
  private Map<Path, Set<Path>> moved(MigrationPlan plan) throws IOException {
    Map<Path, Set<Path>> moved = new LinkedHashMap<>();
    for (OneWay way : ways(plan)) {
      moved.computeIfAbsent(way.to(), any -> new TreeSet<>()).addAll(way.ours());
    }
    return moved;
  }

  /** Paths that it has not opened, old ones that it has, sectors whose files it does not know. */
  private List<String> missing(MigrationPlan plan, Map<Path, Set<Path>> moved) {
    List<String> missing = new ArrayList<>();
    try {
      MinerApi miner = MinerApi.at(plan.miner().api());
      Map<String, String> opened = miner.localPaths();
      for (Target target : known(plan).targets()) {
        String path = opened.get(target.id());
        if (path == null || !Path.of(path).normalize().equals(Path.of(target.path()))) {
          missing.add(target.path());
        } else {
          Set<Path> ours = moved.getOrDefault(Path.of(target.path()), Set.of());
          missing.addAll(unknownSectors(target, ours, miner.declared(target.id())));
        }
      }
      for (PathMove move : plan.moves()) {
        if (normal(opened.values()).contains(normal(move.from()))) {
          missing.add("without " + move.from());
        }
      }
    } catch (RpcFailed silent) {
      missing.add(silent.said());
    }
    return missing;
  }

  private static Set<Path> normal(Collection<String> paths) {
    return paths.stream().map(MigrationActivitiesImpl::normal).collect(Collectors.toSet());
  }

  private static Path normal(String path) {
    return Path.of(path).normalize();
  }

  private static List<String> unknownSectors(
      Target target, Set<Path> ours, Map<Long, Integer> declared) {
    return new SectorFiles(Path.of(target.path()))
        .entries().stream()
            .filter(entry -> ours.contains(entry.within()))
            .filter(entry -> (declared.getOrDefault(entry.number(), 0) & bit(entry)) == 0)
            .map(entry -> entry.within().toString())
            .limit(5)
            .toList();
  }

  private static int bit(Entry entry) {
    return 1 << SectorFiles.KINDS.indexOf(entry.within().getName(0).toString());
  }

  @Override
  public Receipt testProofs(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("tests the window proofs of the deadlines concerned");
    }
    if (!runs(plan)) {
      return Receipt.alreadySo("the miner does not run");
    }
    ProofTests tests = new ProofTests(plan, book(plan));
    Instant began = Instant.now();
    return alone(
        plan,
        () ->
            InBackground.work(
                () -> pulse.accept(JobProgress.of(tests.at(), 0, began)), tests::run));
  }

  @Override
  public RemovedFiles removeOld(MigrationPlan plan) {
    if (plan.scope().dryRun()) {
      return new RemovedFiles(
          Receipt.wouldDo("deletes each old file whose twin is the same"), 0, 0, 0);
    }
    return alone(plan, () -> removed(plan));
  }

  private RemovedFiles removed(MigrationPlan plan) throws IOException {
    if (book(plan).read().isEmpty()) {
      return new RemovedFiles(Receipt.alreadySo("nothing is left to be deleted"), 0, 0, 0);
    }
    requireNew(plan);
    Pace pace = new Pace(plan.parallel(), plan.bandwidth().bytes(), new GuestGate(plan));
    OneWay.Count count = new OneWay.Count();
    long mended = 0;
    long fromCache = 0;
    for (OneWay way : ways(plan)) {
      FolderCopy copy = way.copy(pace);
      watched(
          "read back and delete",
          copy,
          () -> {
            removeProven(way, copy, count);
            return 0;
          });
      mended += copy.mended();
      fromCache += copy.fromCache();
    }
    for (PathMove move : plan.moves()) {
      Targets.removeEmpty(Path.of(move.from()));
    }
    if (count.left() == 0) {
      for (OneWay way : ways(plan)) {
        way.clear();
      }
    }
    for (PathMove move : plan.moves()) {
      Files.deleteIfExists(sharesFile(plan, move));
    }
    Files.deleteIfExists(book(plan).file());
    String note =
        "%d files (%s), each read back before; %d stay"
                .formatted(count.files(), new ByteSize(count.bytes()), count.left())
            + (mended == 0
                ? ""
                : "; copies made again, since the disk had others (see dmesg): %d"
                    .formatted(mended))
            + (fromCache == 0
                ? ""
                : "; read back through the cache, perhaps not from the disk: %d"
                    .formatted(fromCache));
    return new RemovedFiles(Receipt.done(note), count.files(), count.bytes(), count.left());
  }

  private static void removeProven(OneWay way, FolderCopy copy, OneWay.Count count)
      throws IOException {
    try {
      way.removeProven(copy, count);
    } catch (CopyDiffers differs) {
      throw MigrationProblem.MIGRATION_TWIN_DIFFERS.because(
          differs.folder(), way.from().resolve(differs.within()));
    }
  }

  /** The last look before anything is deleted. */
  private void requireNew(MigrationPlan plan) throws IOException {
    Migration migration = known(plan);
    Set<Path> opened = normal(new StorageJson(Path.of(plan.miner().repo())).paths());
    boolean without =
        plan.moves().stream().noneMatch(move -> opened.contains(normal(move.from())))
            && migration.targets().stream()
                .allMatch(target -> opened.contains(normal(target.path())));
    if (migration.phase() != Phase.SWITCHED || !without) {
      throw MigrationProblem.MIGRATION_STORAGE_MISSING.because(opened, 0);
    }
    if (runs(plan)) {
      awaitOpened(plan);
    }
  }
}
