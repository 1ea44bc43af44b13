package io.lotusflow.migration;

import io.lotusflow.files.FolderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a storage path has of sectors: for each kind a folder, and in it a file or a folder for each
 * sector.
 */
record SectorFiles(Path path) {
  static final String META = "sectorstore.json";

  /** Where copies lie until they are switched in; the miner does not look there. */
  static final String BESIDE = ".lotusflow-migration";

  /** Tried in a target; it may be left there by a worker that was killed. */
  static final String PROBE = ".lotusflow-owner";

  static final List<String> KINDS =
      List.of("unsealed", "sealed", "cache", "update", "update-cache");
  private static final Pattern SECTOR = Pattern.compile("s-t0(\\d+)-(\\d+)");
  private static final Set<String> NOBODYS = Set.of("lost+found", BESIDE, PROBE);

  /**
   * All that there is of one sector, of one kind.
   *
   * @param within the path, such as {@code sealed/s-t01000-1}
   */
  record Entry(Path within, long miner, long number) {
    String sector() {
      return miner + "-" + number;
    }

    boolean isSealed() {
      return within.startsWith("sealed");
    }
  }

  /** In the order of their names. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (String kind : KINDS) {
      for (String name : FolderNames.in(path.resolve(kind))) {
        Matcher sector = SECTOR.matcher(name);
        if (sector.matches()) {
          entries.add(
              new Entry(
                  Path.of(kind, name),
                  Long.parseLong(sector.group(1)),
                  Long.parseLong(sector.group(2))));
        }
      }
    }
    return entries;
  }

  /** Whether a path within belongs to a sector, or is on the way to one. */
  static boolean isOfASector(Path within) {
    return KINDS.contains(within.getName(0).toString())
        && (within.getNameCount() == 1 || SECTOR.matcher(within.getName(1).toString()).matches());
  }

  static String sector(Path within) {
    Matcher sector = SECTOR.matcher(within.getName(1).toString());
    return sector.matches() ? sector.group(1) + "-" + sector.group(2) : "";
  }

  /** Bytes by sector. */
  Map<String, Long> sizes() {
    Map<String, Long> sizes = new TreeMap<>();
    for (Entry entry : entries()) {
      sizes.merge(entry.sector(), bytes(path.resolve(entry.within())), Long::sum);
    }
    return sizes;
  }

  private static long bytes(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException | UncheckedIOException goneMeanwhile) {
      return 0;
    }
  }

  /** What lies there that is neither of sectors nor a file system's own. */
  List<String> others() {
    return FolderNames.in(path).stream().filter(name -> !NOBODYS.contains(name)).toList();
  }

  /** Whether there are sectors or anything else but empty folders for them. */
  boolean isUnused() {
    return entries().isEmpty()
        && others().stream()
            .allMatch(name -> KINDS.contains(name) && FolderNames.in(path.resolve(name)).isEmpty());
  }
}
