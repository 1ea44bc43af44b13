package io.lotusflow.migration;

import io.lotusflow.copy.CopiedFiles;
import io.lotusflow.copy.CopiedFiles.Copied;
import io.lotusflow.copy.FileBytes;
import io.lotusflow.copy.FileStamp;
import io.lotusflow.copy.FolderCopy;
import io.lotusflow.copy.Pace;
import io.lotusflow.files.FolderTree;
import io.lotusflow.migration.SectorFiles.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** From one path to one target: copies that lie beside where they belong, and then there. */
final class OneWay {
  private final Path from;
  private final Path to;
  private final Shares shares;
  private final Path beside;
  private final CopiedFiles copied;

  OneWay(Path from, Path to, Shares shares) throws IOException {
    this.from = from;
    this.to = to;
    this.shares = shares;
    this.beside = to.resolve(SectorFiles.BESIDE).resolve(nameOf(from));
    this.copied = new CopiedFiles(beside.resolve("copied"));
  }

  /** Of a path, as a name that another path does not have. */
  static String nameOf(Path path) {
    return UUID.nameUUIDFromBytes(path.toString().getBytes(StandardCharsets.UTF_8))
        .toString()
        .substring(0, 8);
  }

  Path to() {
    return to;
  }

  Path from() {
    return from;
  }

  private Path tree() {
    return beside.resolve("tree");
  }

  FolderCopy copy(Pace pace) {
    return new FolderCopy(from, tree(), this::isWanted, copied, pace);
  }

  void prepare() throws IOException {
    Files.createDirectories(tree());
  }

  /** Throws if it is gone: on a disk that has dropped, which would leave us its mount point. */
  void requirePrepared() throws IOException {
    FileStamp.of(tree());
  }

  private boolean isWanted(Path within) {
    return SectorFiles.isOfASector(within) && shares.isFor(to.toString(), within);
  }

  /** Where the copy of a file is now; one that is switched in lies where the miner looks. */
  private Path twin(Path within) {
    Path there = to.resolve(within);
    return Files.exists(there, LinkOption.NOFOLLOW_LINKS) ? there : tree().resolve(within);
  }

  /**
   * A file of the path that has no copy as it is now, or a copy of no file: somebody has written
   * there since. A sector that the miner itself has taken to the target is no copy of ours.
   */
  Optional<Path> changed() throws IOException {
    Set<String> there = new HashSet<>();
    for (Path file : filesOf(from)) {
      there.add(file.toString());
      Optional<Copied> known = copied.of(file.toString());
      if (known.isEmpty()
          || !known.get().source().equals(FileStamp.of(from.resolve(file)))
          || !isThere(known.get())) {
        return Optional.of(file);
      }
    }
    return copied.all().stream()
        .filter(one -> !there.contains(one.path()))
        .map(one -> Path.of(one.path()))
        .filter(one -> Files.exists(tree().resolve(one), LinkOption.NOFOLLOW_LINKS))
        .findFirst();
  }

  private boolean isThere(Copied known) throws IOException {
    try {
      return known.copy().isOf(FileStamp.of(twin(Path.of(known.path()))));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private List<Path> filesOf(Path folder) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String kind : SectorFiles.KINDS) {
      if (!Files.notExists(folder.resolve(kind))) {
        try (Stream<Path> all = Files.walk(folder.resolve(kind))) {
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .map(folder::relativize)
              .filter(this::isWanted)
              .forEach(files::add);
        }
      }
    }
    return List.copyOf(files);
  }

  /** Renames the copies to where the miner looks for them. */
  void place() throws IOException {
    move(tree(), to, new SectorFiles(tree()).entries());
  }

  private static void move(Path here, Path there, List<Entry> entries) throws IOException {
    Set<Path> folders = new TreeSet<>();
    for (Entry entry : entries) {
      Path kind = entry.within().getName(0);
      Path target = there.resolve(entry.within());
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      if (!Files.isDirectory(there.resolve(kind))) {
        Files.createDirectories(there.resolve(kind));
        FileBytes.takeOwner(here.resolve(kind), there.resolve(kind));
      }
      Files.move(here.resolve(entry.within()), target, StandardCopyOption.ATOMIC_MOVE);
      folders.add(there.resolve(kind));
      folders.add(here.resolve(kind));
    }
    for (Path folder : folders) {
      FileBytes.force(folder);
    }
  }

  /**
   * Copies what was written at the target since back to the path, which the miner will have again.
   *
   * @param strays what lies at the target that came from no path: sectors that are new since
   */
  void bringBack(Set<Path> strays) throws IOException {
    Set<Path> ours = ours();
    ours.addAll(strays);
    Path book = beside.resolve("back");
    Files.deleteIfExists(book);
    if (Files.notExists(to)) {
      return;
    }
    new FolderCopy(to, from, within -> isNews(within, ours), new CopiedFiles(book), Pace.fast(1))
        .copy(true);
    Files.deleteIfExists(book);
  }

  private boolean isNews(Path within, Set<Path> ours) {
    if (!SectorFiles.isOfASector(within)) {
      return false;
    }
    if (within.getNameCount() == 1) {
      return true;
    }
    if (!ours.contains(within.subpath(0, 2))) {
      return false;
    }
    if (!Files.exists(from.resolve(within), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    Optional<Copied> known = copied.of(within.toString());
    try {
      return known.isEmpty() || !known.get().copy().isOf(FileStamp.of(to.resolve(within)));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Folders and files of sectors that came from the path, and are still there too. */
  Set<Path> ours() {
    Set<Path> ours = new HashSet<>();
    copied.all().forEach(one -> ours.add(Path.of(one.path()).subpath(0, 2)));
    ours.removeIf(entry -> !Files.exists(from.resolve(entry), LinkOption.NOFOLLOW_LINKS));
    return ours;
  }

  /** As {@link #place}, the other way. */
  void takeBack(Set<Path> strays) throws IOException {
    Set<Path> ours = ours();
    ours.addAll(strays);
    List<Entry> back =
        new SectorFiles(to)
            .entries().stream().filter(entry -> ours.contains(entry.within())).toList();
    for (Entry entry : back) {
      Files.createDirectories(tree().resolve(entry.within().getName(0)));
    }
    move(to, tree(), back);
  }

  /** Counts of what a removal did. */
  static final class Count {
    private long files;
    private long bytes;
    private long left;

    long files() {
      return files;
    }

    long bytes() {
      return bytes;
    }

    long left() {
      return left;
    }
  }

  void removeProven(FolderCopy copy, Count count) throws IOException {
    for (Path file : filesOf(from)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted while deleting");
      }
      long size = Files.size(from.resolve(file));
      if (copy.deleteIfProven(file, to.resolve(file))) {
        count.files++;
        count.bytes += size;
      } else {
        count.left++;
      }
    }
  }

  /** What we have kept beside the copies. */
  void clear() throws IOException {
    if (Files.isDirectory(beside)) {
      FolderTree.delete(beside);
    }
    Path parent = beside.getParent();
    if (parent != null && new SectorFiles(parent).others().isEmpty()) {
      Files.deleteIfExists(parent);
    }
  }
}
