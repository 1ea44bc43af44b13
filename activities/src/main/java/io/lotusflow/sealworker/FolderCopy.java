package io.lotusflow.sealworker;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.sealworker.CopiedFiles.Copied;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A copy of a folder that may be written to meanwhile, made in several rounds. Each file is written
 * under another name, put on disk, read back, and renamed; so whatever has its own name in the copy
 * is whole, and a round that was killed costs at most the file that it was at.
 */
final class FolderCopy {

  /** End of the names of files that are being written. */
  static final String PART = ".lotusflow-part";

  private static final int CHUNK = 1 << 20;
  private static final byte[] ZEROES = new byte[CHUNK];

  /** What is put on disk at once; more takes too long to be asked meanwhile. */
  private static final long FLUSH = 64L << 20;

  /** Two writes within the same tick of the kernel's clock leave one time. */
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);

  private final Path from;
  private final Path to;
  private final Set<Path> without;
  private final CopiedFiles copied;
  private volatile Progress progress = new Progress("", 0, 0, 0);

  /**
   * How far a round is.
   *
   * @param at file that it is at
   * @param done bytes, of {@code total}
   * @param written bytes that were not there before
   */
  record Progress(String at, long done, long total, long written) {
    private Progress at(String file) {
      return new Progress(file, done, total, written);
    }

    private Progress passed(long bytes) {
      return new Progress(at, done + bytes, total, written);
    }

    private Progress wrote(long bytes) {
      return new Progress(at, done + bytes, total, written + bytes);
    }
  }

  /**
   * @param without paths within the folder that are left out with all that is in them
   * @param copied what was copied in rounds before
   */
  FolderCopy(Path from, Path to, Set<Path> without, CopiedFiles copied) {
    this.from = from;
    this.to = to;
    this.without = Set.copyOf(without);
    this.copied = copied;
  }

  Progress progress() {
    return progress;
  }

  /** Bytes that a round would have to write now. */
  ByteSize missing() throws IOException {
    long[] bytes = {0};
    walk(
        from,
        new Visit() {
          @Override
          public void file(Path file, Path within) throws IOException {
            if (!isCopied(file, within)) {
              bytes[0] += Files.size(file);
            }
          }
        });
    return new ByteSize(bytes[0]);
  }

  /**
   * One round.
   *
   * @param still nobody writes into the folder
   */
  void copy(boolean still) throws IOException {
    progress = new Progress("", 0, total(), 0);
    Files.createDirectories(to);
    walk(
        from,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) throws IOException {
            Path copy = to.resolve(within);
            if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
              Files.deleteIfExists(copy);
              Files.createDirectory(copy);
            }
            takeOwner(folder, copy);
          }

          @Override
          public void file(Path file, Path within) throws IOException {
            progress = progress.at(within.toString());
            if (isCopied(file, within)) {
              progress = progress.passed(Files.size(file));
            } else {
              write(file, within, still);
            }
          }

          @Override
          public void link(Path link, Path within) throws IOException {
            writeLink(link, to.resolve(within));
          }

          @Override
          public void leave(Path within) throws IOException {
            Path copy = to.resolve(within);
            if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
              force(copy);
            }
          }
        });
  }

  private long total() throws IOException {
    long[] bytes = {0};
    walk(
        from,
        new Visit() {
          @Override
          public void file(Path file, Path within) throws IOException {
            bytes[0] += Files.size(file);
          }
        });
    return bytes[0];
  }

  private boolean isCopied(Path file, Path within) throws IOException {
    Path copy = to.resolve(within);
    Optional<Copied> known = copied.of(within.toString());
    return known.isPresent()
        && Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
        && known.get().source().equals(FileStamp.of(file))
        && known.get().copy().equals(FileStamp.of(copy));
  }

  /**
   * The source is put on disk first: from then on a write through a mapping, too, changes its time.
   */
  private void write(Path file, Path within, boolean still) throws IOException {
    force(file);
    long begun = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    FileStamp before = FileStamp.of(file);
    Path copy = to.resolve(within);
    Path part = copy.resolveSibling('.' + String.valueOf(copy.getFileName()) + PART);
    String sha256 = transfer(file, part);
    takeOwner(file, part);
    Files.setLastModifiedTime(part, FileTime.from(before.mtime(), TimeUnit.NANOSECONDS));
    force(part);
    if (!digest(part).equals(sha256)) {
      throw SealWorkerProblem.SEAL_WORKER_COPY_DIFFERS.because(to, within);
    }
    if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      FolderTree.delete(copy);
    }
    Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    boolean settled = still || before.mtime() < begun - SETTLED;
    if (settled && FileStamp.of(file).equals(before)) {
      copied.add(new Copied(within.toString(), before, FileStamp.of(copy), sha256));
    }
  }

  /** Holes stay holes. Returns the digest of what was read. */
  private String transfer(Path file, Path part) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel in = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      long length = 0;
      long flushed = 0;
      while (fill(in, chunk)) {
        digest.update(chunk.duplicate());
        int bytes = chunk.remaining();
        if (!isZero(chunk)) {
          writeAt(out, chunk, length);
        }
        length += bytes;
        progress = progress.wrote(bytes);
        if (length - flushed >= FLUSH) {
          out.force(false);
          flushed = length;
        }
      }
      if (out.size() < length) {
        writeAt(out, ByteBuffer.allocate(1), length - 1);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean fill(FileChannel in, ByteBuffer chunk) throws IOException {
    chunk.clear();
    while (chunk.hasRemaining() && in.read(chunk) >= 0) {
      // Reads may be short.
    }
    chunk.flip();
    return chunk.hasRemaining();
  }

  private static void writeAt(FileChannel out, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }

  private static boolean isZero(ByteBuffer chunk) {
    return chunk.mismatch(ByteBuffer.wrap(ZEROES, 0, chunk.limit())) < 0;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (fill(in, chunk)) {
        digest.update(chunk);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
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

  static void takeOwner(Path like, Path file) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!now.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    if (!now.permissions().equals(wanted.permissions())) {
      view.setPermissions(wanted.permissions());
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    }
  }

  /** Takes away what is no more in the folder, as sectors that were fetched from it meanwhile. */
  void prune() throws IOException {
    Set<Path> gone = new TreeSet<>();
    walk(
        to,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) {
            note(folder, within);
          }

          @Override
          public void file(Path file, Path within) {
            note(file, within);
          }

          @Override
          public void link(Path link, Path within) {
            note(link, within);
          }

          private void note(Path copy, Path within) {
            if (!Files.exists(from.resolve(within), LinkOption.NOFOLLOW_LINKS)) {
              gone.add(copy);
            }
          }
        });
    for (Path path : gone) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        FolderTree.delete(path);
      }
    }
  }

  /** How many files are the same in both, each of them read back; complains of the first other. */
  int verify() throws IOException {
    int[] files = {0};
    walk(
        from,
        new Visit() {
          @Override
          public void folder(Path folder, Path within) {
            require(Files.isDirectory(to.resolve(within), LinkOption.NOFOLLOW_LINKS), within);
          }

          @Override
          public void file(Path file, Path within) throws IOException {
            require(isCopied(file, within), within);
            files[0]++;
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
          public void file(Path file, Path within) {
            require(Files.exists(from.resolve(within), LinkOption.NOFOLLOW_LINKS), within);
          }
        });
    return files[0];
  }

  private void require(boolean same, Path within) {
    if (!same) {
      throw SealWorkerProblem.SEAL_WORKER_COPY_DIFFERS.because(to, within);
    }
  }

  /** What to do with what is found; by default nothing. */
  interface Visit {
    default void folder(Path folder, Path within) throws IOException {}

    default void file(Path file, Path within) throws IOException {}

    default void link(Path link, Path within) throws IOException {}

    default void leave(Path within) throws IOException {}
  }

  /** What goes away meanwhile is passed over. Ends when the thread is interrupted. */
  private void walk(Path folder, Visit visit) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Path within = folder.relativize(path);
            if (without.contains(within)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return unlessGone(() -> visit.folder(path, within))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Path within = folder.relativize(path);
            if (without.contains(within)) {
              return FileVisitResult.CONTINUE;
            }
            if (attributes.isRegularFile()) {
              unlessGone(() -> visit.file(path, within));
            } else if (attributes.isSymbolicLink()) {
              unlessGone(() -> visit.link(path, within));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failed) throws IOException {
            if (failed instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failed;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException failed)
              throws IOException {
            if (failed != null && !(failed instanceof NoSuchFileException)) {
              throw failed;
            }
            unlessGone(() -> visit.leave(folder.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          private boolean unlessGone(Step step) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
              throw new IOException("interrupted in " + folder);
            }
            try {
              step.run();
              return true;
            } catch (NoSuchFileException | NotDirectoryException gone) {
              return false;
            }
          }
        });
  }

  /** Something that may fail. */
  private interface Step {
    void run() throws IOException;
  }
}
