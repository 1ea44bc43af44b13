package io.lotusflow.doctor;

import io.lotusflow.host.Folders;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Free room where programs write that stop without it; what keeps sectors may be full. */
final class DiskLook {
  private static final long TIGHT = 20L << 30;
  private static final long NOTHING = 1L << 30;
  private static final long SHARE = 20;

  private final Words words;

  DiskLook(Words words) {
    this.words = words;
  }

  /** One finding for each file system. */
  List<Finding> look(List<Path> places) {
    Map<FileStore, List<String>> byStore = new LinkedHashMap<>();
    for (Path place : places) {
      store(place)
          .ifPresent(
              store ->
                  byStore
                      .computeIfAbsent(store, unknown -> new ArrayList<>())
                      .add(place.toString()));
    }
    List<Finding> findings = new ArrayList<>();
    byStore.forEach((store, paths) -> findings.add(judge(store, String.join(", ", paths))));
    return findings;
  }

  private static Optional<FileStore> store(Path place) {
    try {
      return Optional.of(Files.getFileStore(Folders.nearestThere(place)));
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }

  private Finding judge(FileStore store, String places) {
    try {
      return judge(store.getUsableSpace(), store.getTotalSpace(), places);
    } catch (IOException unreachable) {
      return words.warning("disk", "disk.unreachable", places);
    }
  }

  /** A twentieth of a small disk, 20 GiB of a large one. */
  Finding judge(long free, long total, String places) {
    ByteSize shown = new ByteSize(free);
    if (free < Math.min(NOTHING, total / (SHARE * SHARE))) {
      return words.refuse("disk", "disk.full", places, shown);
    }
    return free < Math.min(TIGHT, total / SHARE)
        ? words.warning("disk", "disk.tight", places, shown)
        : words.ok("disk", places, shown);
  }
}
