package io.lotusflow.migration;

import io.lotusflow.copy.FileBytes;
import io.lotusflow.host.Folders;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.migration.SectorFiles.Entry;
import io.lotusflow.storage.Mounts;
import io.lotusflow.storage.StorageFolder;
import io.lotusflow.storage.StorageJson;
import io.lotusflow.storage.StorageProblem;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks whether a migration would work. Leaves nothing behind. */
final class MigrationGroundCheck {
  private static final long SLACK = 64L << 20;

  private final MigrationPlan plan;
  private final Mounts mounts;
  private final List<String> workersStorage;
  private final List<String> othersStorage;
  private final Set<String> own = new LinkedHashSet<>();

  /**
   * @param workersStorage paths that seal workers of this host have
   * @param others that run on this host
   */
  MigrationGroundCheck(
      MigrationPlan plan, Mounts mounts, List<String> workersStorage, OtherMiners others) {
    this.plan = plan;
    this.mounts = mounts;
    this.workersStorage = workersStorage;
    this.othersStorage = others.storageBut(Path.of(plan.miner().repo()));
  }

  /** Throws the first thing that is in the way. */
  void look() throws IOException {
    new StorageJson(Path.of(plan.miner().repo()))
        .paths().stream().map(MigrationGroundCheck::normal).forEach(own::add);
    for (PathMove move : plan.moves()) {
      source(move.from());
      for (String target : move.to()) {
        target(target);
        apart(target, move.from());
        writable(Path.of(move.from()), Path.of(target));
      }
    }
    sectorsOnlyOnce();
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  private void source(String from) {
    if (!own.contains(normal(from))) {
      throw MigrationProblem.MIGRATION_NO_SUCH_PATH.because(from, String.join(", ", own));
    }
    requireMounted(mounts, from);
    requireStorage(from);
    if (!Files.isWritable(Path.of(from))) {
      throw MigrationProblem.MIGRATION_SOURCE_READ_ONLY.because(from);
    }
    Optional<Long> actor = actor();
    Optional<Entry> other =
        new SectorFiles(Path.of(from))
            .entries().stream()
                .filter(entry -> actor.isPresent() && entry.miner() != actor.get())
                .findFirst();
    if (other.isPresent()) {
      throw MigrationProblem.MIGRATION_OTHERS_STORAGE.because(
          from, "sectors of f0" + other.get().miner());
    }
    notOthers(from);
  }

  private Optional<Long> actor() {
    try {
      return Optional.of(Long.valueOf(MinerApi.at(plan.miner().api()).actor().substring(2)));
    } catch (RpcFailed down) {
      return Optional.empty();
    }
  }

  private void notOthers(String path) {
    for (String other : workersStorage) {
      if (touches(Path.of(path), Path.of(other))) {
        throw MigrationProblem.MIGRATION_OTHERS_STORAGE.because(path, "a seal worker has " + other);
      }
    }
    for (String other : othersStorage) {
      if (touches(Path.of(path), Path.of(other))) {
        throw MigrationProblem.MIGRATION_OTHERS_STORAGE.because(
            path, "another miner or worker that runs has " + other);
      }
    }
  }

  /** A disk that has dropped looks like one on which nothing is left. */
  static void requireStorage(String path) {
    if (new StorageFolder(Path.of(path)).id().isEmpty()) {
      throw StorageProblem.STORAGE_META_BROKEN.because(
          Path.of(path, SectorFiles.META), "it is not there");
    }
  }

  static void requireMounted(Mounts mounts, String path) {
    mounts
        .missingOver(Path.of(path))
        .ifPresent(
            point -> {
              throw StorageProblem.STORAGE_NOT_MOUNTED.because(path, point);
            });
  }

  private void target(String to) {
    requireMounted(mounts, to);
    notOthers(to);
    Path target = Path.of(to);
    for (String other : plan.others()) {
      apart(to, other);
    }
    if (own.contains(normal(to))) {
      return;
    }
    own.forEach(path -> apart(to, path));
    Optional<String> id = Optional.empty();
    if (Files.exists(target.resolve(SectorFiles.META))) {
      id = new StorageFolder(target).id();
    }
    if (id.isPresent()) {
      throw MigrationProblem.MIGRATION_OTHERS_STORAGE.because(to, "it is storage " + id.get());
    }
    SectorFiles there = new SectorFiles(target);
    if (!there.isUnused()) {
      throw MigrationProblem.MIGRATION_TARGET_TAKEN.because(to, String.join(", ", there.others()));
    }
  }

  /** Tried with a file that is deleted again: nothing tells what an NFS server lets us do. */
  private static void writable(Path from, Path target) throws IOException {
    Path nearest = Folders.nearestThere(target);
    if (!Files.isWritable(nearest)) {
      throw MigrationProblem.MIGRATION_TARGET_TAKEN.because(target, nearest + " is read only");
    }
    Path probe = Files.write(nearest.resolve(SectorFiles.PROBE), new byte[0]);
    try {
      takeOwnerUnlessGone(from.resolve(SectorFiles.META), probe);
      for (Entry entry : new SectorFiles(from).entries()) {
        takeOwnerUnlessGone(from.resolve(entry.within()), probe);
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** A sector's file goes as the miner likes, and the probe with another attempt that ends. */
  private static void takeOwnerUnlessGone(Path like, Path probe) throws IOException {
    try {
      FileBytes.takeOwner(like, probe);
    } catch (NoSuchFileException goneMeanwhile) {
      return;
    }
  }

  private static void apart(String target, String other) {
    if (!other.isEmpty() && touches(Path.of(target), Path.of(other))) {
      throw MigrationProblem.MIGRATION_OVERLAPS.because(target, other);
    }
  }

  /** Links and bind mounts followed, as far as there is something. */
  private static boolean touches(Path one, Path other) {
    Path a = real(one);
    Path b = real(other);
    return isWithin(a, b) || isWithin(b, a);
  }

  private static boolean isWithin(Path inner, Path outer) {
    for (Path path = inner; path != null; path = path.getParent()) {
      if (path.equals(outer) || isSame(path, outer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException notThere) {
      return false;
    }
  }

  private static Path real(Path path) {
    try {
      Path there = Folders.nearestThere(path);
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException goneMeanwhile) {
      return path.normalize();
    }
  }

  private void sectorsOnlyOnce() {
    Map<String, Map<Path, String>> byTarget = new HashMap<>();
    for (PathMove move : plan.moves()) {
      for (String to : move.to()) {
        Map<Path, String> there = byTarget.computeIfAbsent(to, any -> entriesOf(to));
        for (Entry entry : new SectorFiles(Path.of(move.from())).entries()) {
          String other = there.putIfAbsent(entry.within(), move.from());
          if (other != null && !other.equals(move.from())) {
            throw MigrationProblem.MIGRATION_SECTOR_TWICE.because(
                entry.within(), move.from(), other);
          }
        }
      }
    }
  }

  private static Map<Path, String> entriesOf(String path) {
    Map<Path, String> entries = new HashMap<>();
    new SectorFiles(Path.of(path)).entries().forEach(entry -> entries.put(entry.within(), path));
    return entries;
  }

  /**
   * Throws if the targets are too small together.
   *
   * @param missing bytes that are still to be copied, by move
   */
  void room(List<Long> missing) throws IOException {
    Map<FileStore, Long> needed = new LinkedHashMap<>();
    Map<FileStore, String> names = new HashMap<>();
    for (int i = 0; i < missing.size(); i++) {
      List<FileStore> stores = new ArrayList<>();
      for (String to : plan.moves().get(i).to()) {
        FileStore store = Files.getFileStore(Folders.nearestThere(Path.of(to)));
        names.putIfAbsent(store, to);
        if (!stores.contains(store)) {
          stores.add(store);
        }
      }
      spread(missing.get(i), stores, needed);
    }
    for (Map.Entry<FileStore, Long> store : needed.entrySet()) {
      ByteSize wanted = new ByteSize(store.getValue() + SLACK);
      ByteSize free = new ByteSize(store.getKey().getUsableSpace());
      if (free.compareTo(wanted) < 0) {
        throw MigrationProblem.MIGRATION_NO_ROOM.because(names.get(store.getKey()), wanted, free);
      }
    }
  }

  /** What one file system cannot take goes to the next; the last one has to take the rest. */
  private static void spread(long bytes, List<FileStore> stores, Map<FileStore, Long> needed)
      throws IOException {
    long rest = bytes;
    for (int i = 0; i < stores.size(); i++) {
      FileStore store = stores.get(i);
      long room = store.getUsableSpace() - SLACK - needed.getOrDefault(store, 0L);
      long here = i == stores.size() - 1 ? rest : Math.min(rest, Math.max(0, room));
      needed.merge(store, here, Long::sum);
      rest -= here;
    }
  }
}
