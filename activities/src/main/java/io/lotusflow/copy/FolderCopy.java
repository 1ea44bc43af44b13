package io.lotusflow.copy;

import io.lotusflow.copy.CopiedFiles.Copied;
import io.lotusflow.copy.FileStamp.Found;
import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a folder that may be written to meanwhile, made in several rounds. Each file is written
 * under another name, put on disk, and renamed; so whatever has its own name in the copy is whole,
 * and a round that was killed costs at most what it had not yet put on disk of the files that it
 * was at.
 */
public final class FolderCopy {
  private static final Logger log = LoggerFactory.getLogger(FolderCopy.class);

  /** End of the names of files that are being written. */
  public static final String PART = ".lotusflow-part";

  /** Two writes within the same tick of the kernel's clock leave one time. */
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);

  private static final int TRIES = 3;

  private final Path from;
  private final Path to;
  private final Predicate<Path> wanted;
  private final CopiedFiles copied;
  private final Pace pace;
  private final FileBytes bytes;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong mended = new AtomicLong();
  private final AtomicLong fromCache = new AtomicLong();
  private final AccessLists accessLists = new AccessLists();
  private volatile Set<Path> listed = Set.of();
  private volatile long total;
  private volatile String at = "";

  /**
   * How far a round is.
   *
   * @param at file that it is at
   * @param done bytes, of {@code total}
   * @param written bytes that were not there before
   */
  public record Progress(String at, long done, long total, long written) {}

  /**
   * @param wanted which paths within the folder; one that is not is left out with all that is in it
   * @param copied what was copied in rounds before
   */
  public FolderCopy(Path from, Path to, Predicate<Path> wanted, CopiedFiles copied, Pace pace) {
    this.from = from;
    this.to = to;
    this.wanted = wanted;
    this.copied = copied;
    this.pace = pace;
    this.bytes = new FileBytes(pace, this::count);
  }

  private void count(int bytes, boolean fresh) {
    done.addAndGet(bytes);
    if (fresh) {
      written.addAndGet(bytes);
    }
  }

  public Progress progress() {
    return new Progress(at, done.get(), total, written.get());
  }

  /** Copies that had other content than what was written, and were made again. */
  public long mended() {
    return mended.get();
  }

  /** Copies that were read back through the kernel's cache, since there was no other way. */
  public long fromCache() {
    return fromCache.get();
  }

  /** Whether it waits for something more important. */
  public boolean isHeldUp() {
    return pace.isHeldUp();
  }

  /** Bytes that a round would have to write now. */
  public ByteSize missing() throws IOException {
    return new ByteSize(look(new Visit() {}).missing.get());
  }

  /**
   * One round.
   *
   * @param still nobody writes into the folder
   */
  public void copy(boolean still) throws IOException {
    Files.createDirectories(to);
    Set<Path> changed = ConcurrentHashMap.newKeySet();
    Look look =
        look(
            new Visit() {
              @Override
              public void folder(Path folder, Path within) throws IOException {
                Path copy = to.resolve(within);
                if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
                  Files.deleteIfExists(copy);
                  // With its access list, which we could not give it otherwise.
                  Files.copy(folder, copy, StandardCopyOption.COPY_ATTRIBUTES);
                  changed.add(copy);
                }
                FileBytes.takeOwner(folder, copy);
              }

              @Override
              public void link(Path link, Path within) throws IOException {
                writeLink(link, to.resolve(within));
              }
            });
    List<Path> files = look.inOrder();
    total = look.total.get();
    done.set(look.total.get() - look.missing.get());
    listed = accessLists.among(from, files);
    new Side(pace.parallel()).each(files, within -> write(within, still));
    files.forEach(within -> changed.add(parent(to.resolve(within))));
    for (Path folder : changed) {
      unlessGone(() -> FileBytes.force(folder));
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** What a walk found: bytes, and the files that a round would write. */
  private static final class Look {
    private final Set<Path> files = ConcurrentHashMap.newKeySet();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();

    List<Path> inOrder() {
      return files.stream().sorted().toList();
    }
  }

  private Look look(Visit visit) throws IOException {
    Look look = new Look();
    walk(
        from,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) throws IOException {
            visit.folder(folder, within);
          }

          @Override
          public void link(Path link, Path within) throws IOException {
            visit.link(link, within);
          }

          @Override
          public void file(Path file, Path within, FileStamp source) throws IOException {
            look.total.addAndGet(source.size());
            if (!isCopied(source, within)) {
              look.missing.addAndGet(source.size());
              look.files.add(within);
            }
          }
        });
    return look;
  }

  private boolean isCopied(FileStamp source, Path within) throws IOException {
    Optional<Copied> known = copied.of(within.toString());
    return known.isPresent()
        && known.get().source().equals(source)
        && isThere(known.get(), to.resolve(within));
  }

  private static boolean isThere(Copied known, Path copy) throws IOException {
    try {
      return known.copy().isOf(copy);
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return false;
    }
  }

  private void write(Path within, boolean still) throws IOException {
    at = within.toString();
    unlessGone(() -> write(from.resolve(within), within, still));
  }

  /**
   * The source is put on disk first: from then on a write through a mapping, too, changes its time.
   */
  private void write(Path file, Path within, boolean still) throws IOException {
    FileBytes.force(file);
    long begun = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    FileStamp before = FileStamp.of(file);
    Path copy = to.resolve(within);
    Path part = copy.resolveSibling(partOf(copy));
    String checksum = writePart(file, before, part, Checksum.begin());
    if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      FolderTree.delete(copy);
    }
    Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    boolean settled = still || before.mtime() < begun - SETTLED;
    if (settled && FileStamp.of(file).equals(before)) {
      copied.add(new Copied(within.toString(), before, FileStamp.of(copy), checksum, false));
    }
  }

  private static String partOf(Path copy) {
    return '.' + String.valueOf(copy.getFileName()) + PART;
  }

  /** Returns what is noted of the bytes; the part is on disk then. */
  private String writePart(Path file, FileStamp source, Path part, Checksum checksum)
      throws IOException {
    bytes.transfer(file, part, checksum);
    FileBytes.takeOwner(file, part);
    if (listed.contains(from.relativize(file))) {
      accessLists.take(file, part);
    }
    FileBytes.setTime(part, source.mtime());
    FileBytes.force(part);
    return checksum.noted();
  }

  /**
   * Reads back, from the disk, every copy that was not read back since it was made. One that is not
   * what was written is forgotten, so that the next round makes it anew.
   *
   * @return how many were not
   */
  public int readBack() throws IOException {
    List<Copied> fresh = new ArrayList<>();
    long bytesToRead = 0;
    for (Copied one : copied.all()) {
      if (!one.readBack() && isThere(one, to.resolve(one.path()))) {
        fresh.add(one);
        bytesToRead += one.copy().size();
      }
    }
    total = bytesToRead;
    done.set(0);
    AtomicLong differ = new AtomicLong();
    new Side(pace.parallel())
        .each(
            fresh,
            one -> {
              at = one.path();
              Path copy = to.resolve(one.path());
              if (isAsNoted(copy, one)) {
                copied.add(one.proven());
              } else {
                Files.delete(copy);
                differ.incrementAndGet();
              }
            });
    return differ.intValue();
  }

  private boolean isAsNoted(Path copy, Copied known) throws IOException {
    Checksum checksum = Checksum.like(known.checksum());
    if (!bytes.readBack(copy, checksum)) {
      fromCache.incrementAndGet();
    }
    return checksum.noted().equals(known.checksum());
  }

  /**
   * Rounds, until all that was copied could be read back.
   *
   * @return how many copies still were not what was written, after some tries
   */
  public int copyAndReadBack(boolean still) throws IOException {
    int differ = 0;
    for (int tries = 0; tries == 0 || (differ > 0 && tries < TRIES); tries++) {
      copy(still);
      differ = readBack();
    }
    return differ;
  }

  /** One that leads into the folder leads into the copy. */
  private void writeLink(Path link, Path copy) throws IOException {
    Path target = leadsTo(link);
    if (Files.isSymbolicLink(copy) && Files.readSymbolicLink(copy).equals(target)) {
      return;
    }
    if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      FolderTree.delete(copy);
    }
    Files.createSymbolicLink(copy, target);
  }

  private Path leadsTo(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    return target.isAbsolute() && target.startsWith(from)
        ? to.resolve(from.relativize(target))
        : target;
  }

  /**
   * Takes away what is no more in the folder, as sectors that were fetched from it meanwhile. A
   * disk that has dropped looks the same; what lies on it is then only here.
   *
   * @param mark a file that the folder has for as long as its disk is there; without it, nothing is
   *     taken away, and it throws
   */
  public void prune(Path mark) throws IOException {
    Set<Path> gone = new ConcurrentSkipListSet<>();
    walk(
        to,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) {
            note(folder, within);
          }

          @Override
          public void file(Path file, Path within, FileStamp stamp) {
            note(file, within);
          }

          @Override
          public void link(Path link, Path within) {
            note(link, within);
          }

          private void note(Path copy, Path within) {
            if (Files.notExists(from.resolve(within), LinkOption.NOFOLLOW_LINKS)) {
              gone.add(copy);
            }
          }
        });
    for (Path path : gone) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        FileStamp.of(from.resolve(mark));
        FolderTree.delete(path);
      }
    }
  }

  /**
   * How many files are the same in both, by their names, sizes and times; complains of the first
   * other.
   */
  public int verify() throws IOException {
    AtomicInteger files = new AtomicInteger();
    walk(
        from,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) {
            require(Files.isDirectory(to.resolve(within), LinkOption.NOFOLLOW_LINKS), within);
          }

          @Override
          public void file(Path file, Path within, FileStamp source) throws IOException {
            require(isCopied(source, within), within);
            files.incrementAndGet();
          }

          @Override
          public void link(Path link, Path within) throws IOException {
            Path copy = to.resolve(within);
            require(
                Files.isSymbolicLink(copy) && Files.readSymbolicLink(copy).equals(leadsTo(link)),
                within);
          }
        });
    walk(
        to,
        new Visit() {
          @Override
          public void file(Path file, Path within, FileStamp stamp) {
            require(Files.exists(from.resolve(within), LinkOption.NOFOLLOW_LINKS), within);
          }
        });
    return files.get();
  }

  private void require(boolean same, Path within) {
    if (!same) {
      throw new CopyDiffers(to, within);
    }
  }

  /**
   * Deletes a file that was copied, right after the copy was read back and is the same. A copy
   * whose content is another, though nobody has changed its times, is made again first, from a file
   * that is still what was copied then.
   *
   * @param twin where the copy lies now
   * @return whether it is gone; otherwise one of them is not what it was when it was copied
   * @throws CopyDiffers if the copy cannot be made again, or is another again
   */
  public boolean deleteIfProven(Path within, Path twin) throws IOException {
    Path file = from.resolve(within);
    Optional<Copied> known = copied.of(within.toString());
    if (known.isEmpty()
        || !known.get().source().equals(FileStamp.of(file))
        || !FileBytes.isFile(twin)
        || !known.get().copy().isOf(FileStamp.of(twin))) {
      return false;
    }
    at = within.toString();
    if (!isAsNoted(twin, known.get())) {
      // Whoever wrote to it while it was read has made it another file, which is not ours to mend.
      if (!known.get().copy().isOf(twin)) {
        return false;
      }
      Mended outcome = mend(file, twin, known.get());
      if (outcome == Mended.WRITTEN_TO) {
        return false;
      }
      if (outcome == Mended.NO) {
        throw new CopyDiffers(twin, within);
      }
    }
    if (!known.get().source().equals(FileStamp.of(file))) {
      return false;
    }
    Files.delete(file);
    return true;
  }

  /** What became of a copy that had other content. */
  private enum Mended {
    YES,
    NO,
    WRITTEN_TO
  }

  /** Written beside, not where a miner looks: it would take the part for a sector. */
  private Mended mend(Path file, Path twin, Copied known) throws IOException {
    Path part = to.resolve(partOf(twin));
    Files.createDirectories(to);
    listed = accessLists.among(from, List.of(from.relativize(file)));
    String read = writePart(file, known.source(), part, Checksum.like(known.checksum()));
    if (!read.equals(known.checksum())) {
      Files.delete(part);
      return Mended.NO;
    }
    if (!known.copy().isOf(twin)) {
      Files.delete(part);
      return Mended.WRITTEN_TO;
    }
    Files.move(part, twin, StandardCopyOption.ATOMIC_MOVE);
    FileBytes.force(parent(twin));
    copied.add(known.withCopy(FileStamp.of(twin)));
    mended.incrementAndGet();
    log.warn("copy had other content and was made again file={}", twin);
    return isAsNoted(twin, known) ? Mended.YES : Mended.NO;
  }

  /** What to do with what is found, in several threads at once; by default nothing. */
  interface Visit {
    default void folder(Path folder, Path within) throws IOException {}

    default void file(Path file, Path within, FileStamp stamp) throws IOException {}

    default void link(Path link, Path within) throws IOException {}
  }

  /** A folder, and where in the whole it is. */
  private record Place(Path folder, Path within) {}

  /**
   * What goes away meanwhile is passed over, but for the folder itself: its disk may have dropped.
   * Folders of one depth are looked at side by side, none before the one that it is in. Ends when
   * the thread is interrupted.
   */
  private void walk(Path folder, Visit visit) throws IOException {
    Queue<Place> found = new ConcurrentLinkedQueue<>();
    walk(new Place(folder, Path.of("")), visit, found);
    while (!found.isEmpty()) {
      List<Place> depth = List.copyOf(found);
      found.clear();
      new Side(pace.parallel()).each(depth, place -> unlessGone(() -> walk(place, visit, found)));
    }
  }

  private void walk(Place place, Visit visit, Queue<Place> below) throws IOException {
    visit.folder(place.folder(), place.within());
    for (Path path : pathsIn(place.folder())) {
      Path within = place.within().resolve(path.getFileName());
      if (wanted.test(within)) {
        unlessGone(() -> visit(path, within, visit, below));
      }
    }
  }

  private static List<Path> pathsIn(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      paths.forEach(all::add);
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    return all;
  }

  private void visit(Path path, Path within, Visit visit, Queue<Place> below) throws IOException {
    Found found = Found.at(path);
    if (found.isFolder()) {
      below.add(new Place(path, within));
    } else if (found.isFile()) {
      visit.file(path, within, found.stamp());
    } else if (found.isLink()) {
      visit.link(path, within);
    }
  }

  private static boolean unlessGone(Step step) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted while copying");
    }
    try {
      step.run();
      return true;
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return false;
    }
  }

  /** Something that may fail. */
  private interface Step {
    void run() throws IOException;
  }
}
