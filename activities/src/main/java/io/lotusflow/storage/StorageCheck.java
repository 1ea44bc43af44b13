package io.lotusflow.storage;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerStorage;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.SealingSpace;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Finding.Level;
import io.lotusflow.preflight.Words;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at all that has kept miners from starting or from sealing, before it does: {@code
 * pitfalls.md} 33–40. Only reads; the miner may be down.
 */
public final class StorageCheck {

  private final StoragePlan plan;
  private final ByteSize sectorSize;
  private final Mounts mounts;
  private final Words words;
  private final List<Finding> findings = new ArrayList<>();

  public StorageCheck(StoragePlan plan, ByteSize sectorSize) {
    this(plan, sectorSize, Mounts.ofThisHost());
  }

  StorageCheck(StoragePlan plan, ByteSize sectorSize, Mounts mounts) {
    this.plan = plan;
    this.sectorSize = sectorSize;
    this.mounts = mounts;
    this.words = new Words(plan.scope().language(), "storage");
  }

  /** All findings, path by path, then those about the storage as a whole. */
  public List<Finding> look() {
    List<String> opened = new StorageJson(Path.of(plan.miner().repo())).paths();
    folders(opened);
    twice(opened);
    try {
      miner(MinerApi.at(plan.miner()));
    } catch (RpcFailed away) {
      findings.add(words.warning("miner", "miner.away", away.said()));
    }
    return List.copyOf(findings);
  }

  private void folders(List<String> opened) {
    Set<Path> all = new LinkedHashSet<>();
    opened.forEach(path -> all.add(Path.of(path).normalize()));
    plan.paths().forEach(path -> all.add(Path.of(path.path()).normalize()));
    Map<String, Path> ids = new LinkedHashMap<>();
    for (Path path : all) {
      findings.add(folder(path, ids, opened.stream().anyMatch(one -> same(one, path))));
    }
  }

  private static boolean same(String one, Path other) {
    return Path.of(one).normalize().equals(other);
  }

  private Finding folder(Path path, Map<String, Path> ids, boolean opened) {
    Optional<Path> mount = mounts.missingOver(path);
    if (mount.isPresent()) {
      return words.refuse("path", "path.not-mounted", path, mount.get());
    }
    StorageFolder folder = new StorageFolder(path);
    if (!Files.exists(path.resolve("sectorstore.json"))) {
      return opened
          ? words.refuse("path", "path.no-meta", path)
          : words.warning("path", "path.not-attached", path);
    }
    try {
      String id = folder.id().orElseThrow();
      Path other = ids.putIfAbsent(id, path);
      if (other != null) {
        return words.refuse("path", "path.duplicate", path, id, other);
      }
    } catch (ApplicationFailure broken) {
      return words.refuse("path", "path.broken-meta", path, broken.getOriginalMessage());
    }
    List<String> foreign = folder.foreign();
    if (!foreign.isEmpty()) {
      return words.refuse("path", "path.foreign", path, String.join(", ", foreign));
    }
    return opened
        ? words.ok("path", path, folder.sectors().size())
        : words.warning("path", "path.not-attached", path);
  }

  /** The miner takes the same path twice, with and without a slash at its end, and then ends. */
  private void twice(List<String> opened) {
    Map<Path, String> seen = new LinkedHashMap<>();
    for (String path : opened) {
      String before = seen.putIfAbsent(Path.of(path).normalize(), path);
      if (before != null) {
        findings.add(words.refuse("path", "path.twice", path, before));
      }
    }
  }

  private void miner(MinerApi miner) {
    List<MinerStorage> storage = miner.storage();
    storage.forEach(this::attached);
    for (boolean seal : new boolean[] {true, false}) {
      boolean some =
          storage.stream()
              .map(MinerStorage::use)
              .anyMatch(use -> seal ? use.canSeal() : use.canStore());
      if (!some) {
        findings.add(words.refuse("use", seal ? "use.no-seal" : "use.no-store"));
      }
    }
  }

  private void attached(MinerStorage storage) {
    String name = storage.local().orElse(storage.url());
    if (storage.room().isEmpty()) {
      findings.add(words.warning("room", "room.silent", name, storage.id()));
      return;
    }
    differs(storage).ifPresent(findings::add);
    ByteSize available = storage.room().get().available();
    ByteSize needed = storage.use().canSeal() ? SealingSpace.of(sectorSize) : sectorSize;
    boolean used = storage.use().canSeal() || storage.use().canStore();
    if (used && available.compareTo(needed) < 0) {
      findings.add(words.finding(Level.WARNING, "room", "room.low", name, available, needed));
    }
  }

  private Optional<Finding> differs(MinerStorage storage) {
    if (storage.local().isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(storage.local().get()).normalize();
    Optional<StoragePath> wanted =
        plan.paths().stream().filter(one -> same(one.path(), path)).findFirst();
    if (wanted.isEmpty()) {
      return Optional.of(words.warning("settings", "settings.unnamed", path));
    }
    boolean alike =
        wanted.get().seal() == storage.use().canSeal()
            && wanted.get().store() == storage.use().canStore();
    return alike
        ? Optional.empty()
        : Optional.of(words.warning("settings", "settings.other-use", path));
  }
}
