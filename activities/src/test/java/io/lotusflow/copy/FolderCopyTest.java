package io.lotusflow.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lotusflow.files.Sha256;
import io.lotusflow.files.Unchecked;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds over a folder of a sector, its cache and what lies beside. */
class FolderCopyTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void aSector() throws IOException {
    from = folder.resolve("from");
    to = folder.resolve("to");
    file("sealed/s-t01000-1", "sealed");
    file("cache/s-t01000-1/p_aux", "aux");
    file("token", "secret");
    Files.setPosixFilePermissions(
        from.resolve("token"), PosixFilePermissions.fromString("rw-------"));
    file("tmp/gpu.lock", "");
  }

  private Path file(String name, String content) throws IOException {
    Path file = from.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setLastModifiedTime(file, LONG_AGO);
  }

  /** As the next attempt has it: all it knows is on disk. */
  private FolderCopy copy() throws IOException {
    return copy(Pace.fast(2));
  }

  private FolderCopy copy(Pace pace) throws IOException {
    return new FolderCopy(
        from,
        to,
        within -> !within.equals(Path.of("tmp")),
        new CopiedFiles(folder.resolve("copied")),
        pace);
  }

  private long round(boolean still) throws IOException {
    FolderCopy copy = copy();
    copy.copy(still);
    return copy.progress().written();
  }

  @Test
  void copiesFilesModesLinksAndHoles() throws IOException {
    Path holes = file("unsealed/s-t01000-1", "");
    try (RandomAccessFile sparse = new RandomAccessFile(holes.toFile(), "rw")) {
      sparse.seek(3L << 20);
      sparse.write(7);
      sparse.setLength((64L << 20) + 5);
    }
    Files.createSymbolicLink(from.resolve("inside"), from.resolve("sealed"));
    Files.createSymbolicLink(from.resolve("outside"), Path.of("/proc/self"));

    round(true);

    assertThat(to.resolve("sealed/s-t01000-1")).hasContent("sealed");
    assertThat(Files.getLastModifiedTime(to.resolve("token"))).isEqualTo(LONG_AGO);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("token"))))
        .isEqualTo("rw-------");
    assertThat(to.resolve("tmp")).doesNotExist();
    assertThat(Files.readSymbolicLink(to.resolve("inside"))).isEqualTo(to.resolve("sealed"));
    assertThat(Files.readSymbolicLink(to.resolve("outside"))).isEqualTo(Path.of("/proc/self"));
    assertThat(Files.mismatch(holes, to.resolve("unsealed/s-t01000-1"))).isEqualTo(-1);
    assertThat(diskUse(to.resolve("unsealed/s-t01000-1"))).isLessThan(8L << 20);
    assertThat(copy().verify()).isEqualTo(4);
  }

  private static long diskUse(Path file) throws IOException {
    Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
    return Long.parseLong(
        new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
  }

  @Test
  void theNextRoundCopiesWhatChangedAndNothingElse() throws IOException {
    assertThat(round(false)).isEqualTo("sealedauxsecret".length());
    assertThat(round(false)).isZero();

    file("cache/s-t01000-1/p_aux", "AUX");
    Files.delete(from.resolve("sealed/s-t01000-1"));
    file("sealed/s-t01000-2", "two");
    FolderCopy last = copy();
    last.copy(true);
    last.prune(Path.of("token"));

    assertThat(last.progress().written()).isEqualTo("AUXtwo".length());
    assertThat(to.resolve("cache/s-t01000-1/p_aux")).hasContent("AUX");
    assertThat(to.resolve("sealed")).isDirectoryNotContaining("glob:**1");
    assertThat(copy().verify()).isEqualTo(3);
  }

  /** What was written a moment ago may be written to again without another time. */
  @Test
  void aFileThatWasJustWrittenIsCopiedAgainOnceNobodyWrites() throws IOException {
    Path fresh = file("sealed/s-t01000-3", "fresh");
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));
    round(false);

    assertThat(round(false)).as("still not sure").isEqualTo("fresh".length());
    assertThat(round(true)).isEqualTo("fresh".length());
    assertThat(round(true)).isZero();
  }

  @Test
  void aRoundThatWasKilledIsTakenUp() throws IOException {
    round(false);
    Files.writeString(to.resolve("sealed/.s-t01000-1.lotusflow-part"), "hal");
    Files.delete(to.resolve("cache/s-t01000-1/p_aux"));
    Files.writeString(
        folder.resolve("copied"), Files.readString(folder.resolve("copied")) + "{\"path\":\"tok");

    FolderCopy last = copy();
    last.copy(true);
    last.prune(Path.of("token"));

    assertThat(last.progress().written()).isEqualTo("aux".length());
    assertThat(to.resolve("sealed")).isDirectoryNotContaining("glob:**part");
    assertThat(copy().verify()).isEqualTo(3);
  }

  /** What a disk leaves behind: its mount point, nothing at all, or errors for every name. */
  @ParameterizedTest
  @ValueSource(strings = {"mount point", "nothing", "errors"})
  void copiesOfADiskThatHasDroppedStay(String left) throws IOException {
    round(true);
    Files.move(from, folder.resolve("dropped"));
    if (left.equals("mount point")) {
      Files.createDirectory(from);
    } else {
      if (left.equals("errors")) {
        Files.createSymbolicLink(from, from);
      }
      assertThatThrownBy(() -> round(true)).isInstanceOf(IOException.class);
    }

    if (left.equals("errors")) {
      copy().prune(Path.of("token"));
    } else {
      assertThatThrownBy(() -> copy().prune(Path.of("token"))).isInstanceOf(IOException.class);
    }

    assertThat(to.resolve("sealed/s-t01000-1")).hasContent("sealed");
    assertThat(to.resolve("token")).hasContent("secret");
  }

  @Test
  void tellsACopyThatIsNotTheSame() throws IOException {
    round(true);
    Files.writeString(to.resolve("token"), "SECRET");
    assertThat(differs()).contains("token");

    round(true);
    assertThat(copy().verify()).isEqualTo(3);
    Files.writeString(from.resolve("token"), "other!");
    Files.setLastModifiedTime(from.resolve("token"), LONG_AGO);
    assertThat(differs()).as("set back, but written to").contains("token");

    round(true);
    Files.writeString(to.resolve("sealed/s-t01000-9"), "");
    assertThat(differs()).contains("s-t01000-9");
  }

  private String differs() throws IOException {
    return catchThrowableOfType(CopyDiffers.class, copy()::verify).within();
  }

  @Test
  void aPartThatLiesThereIsComparedAndNotWrittenAgain() throws IOException {
    byte[] sealed = new byte[(5 << 20) + 17];
    new Random(7).nextBytes(sealed);
    Files.write(from.resolve("sealed/s-t01000-1"), sealed);
    Path part = to.resolve("sealed/.s-t01000-1.lotusflow-part");
    Files.createDirectories(part.getParent());
    byte[] begun = Arrays.copyOf(sealed, 3 << 20);
    Files.write(part, begun);

    assertThat(round(true)).isEqualTo((2 << 20) + 17 + "auxsecret".length());
    assertThat(to.resolve("sealed/s-t01000-1")).hasBinaryContent(sealed);

    file("sealed/s-t01000-4", "");
    Files.write(from.resolve("sealed/s-t01000-4"), sealed);
    begun[(2 << 20) + 1]++;
    Files.write(to.resolve("sealed/.s-t01000-4.lotusflow-part"), begun);
    assertThat(round(true)).as("what was lost in a power cut").isEqualTo((3 << 20) + 17);
    assertThat(to.resolve("sealed/s-t01000-4")).hasBinaryContent(sealed);
  }

  @Test
  void aFlippedByteIsFoundOnTheDiskAndCopiedAgain() throws IOException {
    byte[] sealed = new byte[(3 << 20) + 17];
    Files.write(from.resolve("sealed/s-t01000-1"), sealed);
    round(true);
    FileTime time = Files.getLastModifiedTime(to.resolve("sealed/s-t01000-1"));
    try (RandomAccessFile flipped =
        new RandomAccessFile(to.resolve("sealed/s-t01000-1").toFile(), "rw")) {
      flipped.seek(2_000_000);
      flipped.write(1);
    }
    Files.setLastModifiedTime(to.resolve("sealed/s-t01000-1"), time);
    assertThat(copy().verify()).as("nobody sees it by its times").isEqualTo(3);

    assertThat(copy().readBack()).isEqualTo(1);
    assertThat(round(true)).isEqualTo(sealed.length);
    assertThat(copy().readBack()).isZero();
    assertThat(to.resolve("sealed/s-t01000-1")).hasBinaryContent(sealed);
  }

  @Test
  void keepsToItsPaceAndWaitsWhileTheGateIsShut() throws Exception {
    Files.write(from.resolve("sealed/s-t01000-1"), new byte[4 << 20]);
    AtomicBoolean open = new AtomicBoolean();
    FolderCopy slow =
        new FolderCopy(
            from,
            to,
            within -> true,
            new CopiedFiles(folder.resolve("copied")),
            new Pace(2, 4 << 20, open::get));
    long began = System.nanoTime();
    Thread copying =
        new Thread(
            () -> {
              try {
                slow.copy(true);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    copying.start();
    Awaitility.await().until(() -> slow.progress().total() > 0);
    assertThat(slow.progress().written()).isZero();
    open.set(true);
    copying.join(20_000);
    assertThat(slow.progress().written()).isGreaterThanOrEqualTo(4 << 20);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(700));
  }

  @Test
  void knowsStrangeNamesAndWhatOlderVersionsWroteDown() throws IOException {
    file("odd \\ name\twith\nall", "odd");
    round(true);
    assertThat(round(true)).isZero();

    CopiedFiles.Copied one = new CopiedFiles(folder.resolve("copied")).of("token").orElseThrow();
    Files.writeString(
        folder.resolve("copied"),
        "{\"path\":\"token\",\"source\":{\"size\":%d,\"mtime\":%d,\"ctime\":%d},"
                .formatted(one.source().size(), one.source().mtime(), one.source().ctime())
            + "\"copy\":{\"size\":%d,\"mtime\":%d,\"ctime\":%d},\"sha256\":\"%s\"}\n"
                .formatted(
                    one.copy().size(), one.copy().mtime(), one.copy().ctime(), one.checksum()));
    assertThat(round(true)).isEqualTo("oddsealedaux".length());
  }

  @Test
  void whatOlderVersionsHaveHashedIsReadBackAndNotCopiedAgain() throws IOException {
    round(true);
    Path book = folder.resolve("copied");
    StringBuilder old = new StringBuilder();
    for (CopiedFiles.Copied one : new CopiedFiles(book).all()) {
      String sha256 = Sha256.hex(to.resolve(one.path()));
      old.append(one.line().replace(one.checksum(), sha256)).append('\n');
    }
    Files.writeString(book, old);

    assertThat(round(true)).isZero();
    assertThat(copy().readBack()).isZero();
    flip(to.resolve("token"));
    assertThat(
            copy()
                .deleteIfProven(
                    Path.of("cache/s-t01000-1/p_aux"), to.resolve("cache/s-t01000-1/p_aux")))
        .isTrue();
    assertThat(copy().deleteIfProven(Path.of("token"), to.resolve("token"))).isTrue();
    assertThat(to.resolve("token")).hasContent("secret");
  }

  /** As a disk does it: nobody sees it by size and times. */
  private static void flip(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (RandomAccessFile flipped = new RandomAccessFile(file.toFile(), "rw")) {
      int was = flipped.read();
      flipped.seek(0);
      flipped.write(was ^ 1);
    }
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void aTwinThatTheDiskHasLostIsMadeAgainBeforeTheFileIsDeleted() throws IOException {
    byte[] sealed = new byte[(5 << 20) + 17];
    new Random(3).nextBytes(sealed);
    Files.write(from.resolve("sealed/s-t01000-1"), sealed);
    round(true);
    Path within = Path.of("sealed/s-t01000-1");
    Path twin = Files.createDirectories(folder.resolve("store/sealed")).resolve("s-t01000-1");
    Files.move(to.resolve(within), twin);
    flip(twin);

    assertThat(copy().deleteIfProven(within, twin)).isTrue();

    assertThat(twin).hasBinaryContent(sealed);
    assertThat(from.resolve(within)).doesNotExist();
    assertThat(twin.getParent()).as("where a miner looks").isDirectoryNotContaining("glob:**part");
    assertThat(to).isDirectoryNotContaining("glob:**part");
  }

  /** In place, as a miner does it: while the twin is read, or while another one is made. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTwinThatTheMinerWritesToMeanwhileStaysAsTheMinerHasIt(int chunk) throws IOException {
    round(true);
    Path within = Path.of("sealed/s-t01000-1");
    Path twin = to.resolve(within);
    flip(twin);
    AtomicInteger chunks = new AtomicInteger();
    Pace.Gate miner =
        new Pace.Gate() {
          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void check() {
            if (chunks.incrementAndGet() == chunk) {
              write(twin, "by the miner");
            }
          }
        };

    assertThat(copy(new Pace(2, 0, miner)).deleteIfProven(within, twin)).isFalse();

    assertThat(chunks.get()).isEqualTo(chunk);
    assertThat(twin).hasContent("by the miner");
    assertThat(from.resolve(within)).hasContent("sealed");
    assertThat(to).isDirectoryNotContaining("glob:**part");
  }

  /** What a miner does to a file that is just being copied. */
  private enum Meanwhile {
    OVERWRITES {
      @Override
      void to(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.write("other".getBytes(StandardCharsets.UTF_8));
          bytes.seek(bytes.length() - 5);
          bytes.write("other".getBytes(StandardCharsets.UTF_8));
        }
      }
    },
    OVERWRITES_AND_SETS_ITS_TIME_BACK {
      @Override
      void to(Path file) throws IOException {
        OVERWRITES.to(file);
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    },
    TRUNCATES {
      @Override
      void to(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.setLength(100);
        }
      }
    },
    EMPTIES {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    APPENDS_TO {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(file, "more", StandardOpenOption.APPEND);
      }
    },
    DELETES {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    REPLACES {
      @Override
      void to(Path file) throws IOException {
        Files.move(
            Files.writeString(file.resolveSibling("draft"), "replaced"),
            file,
            StandardCopyOption.REPLACE_EXISTING);
      }
    },
    REPLACES_WITH_A_FOLDER {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        Files.writeString(file.resolve("in it"), "a folder");
      }
    };

    abstract void to(Path file) throws IOException;
  }

  /** While its first chunk was read and before the next one is. */
  @ParameterizedTest
  @EnumSource
  void aFileThatChangesWhileItIsCopiedIsNotTakenForCopied(Meanwhile miner) throws IOException {
    byte[] sealed = new byte[(9 << 20) + 17];
    new Random(11).nextBytes(sealed);
    Path within = Path.of("sealed/s-t01000-1");
    Path file = Files.write(from.resolve(within), sealed);
    Files.setLastModifiedTime(file, LONG_AGO);
    for (String other : List.of("cache/s-t01000-1/p_aux", "token")) {
      Files.delete(from.resolve(other));
    }
    AtomicInteger chunks = new AtomicInteger();
    Pace.Gate gate =
        new Pace.Gate() {
          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void check() {
            if (chunks.incrementAndGet() == 1) {
              Unchecked.call(
                  () -> {
                    miner.to(file);
                    return true;
                  });
            }
          }
        };

    copy(new Pace(2, 0, gate)).copyAndReadBack(false);

    assertThat(new CopiedFiles(folder.resolve("copied")).of(within.toString())).isEmpty();
    assertThatThrownBy(() -> copy().verify()).isInstanceOf(CopyDiffers.class);

    file("token", "secret");
    FolderCopy last = copy();
    assertThat(last.copyAndReadBack(true)).isZero();
    last.prune(Path.of("token"));
    copy().verify();
    assertThat(filesIn(to)).isEqualTo(filesIn(from));
  }

  private static Map<Path, String> filesIn(Path folder) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("gpu.lock")) {
          files.put(folder.relativize(file), Sha256.hex(file));
        }
      }
    }
    return files;
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatIsNotWhatWasCopiedEitherMakesNoTwin() throws IOException {
    round(true);
    Path within = Path.of("token");
    flip(to.resolve(within));
    FileStamp was = FileStamp.of(from.resolve(within));
    flip(from.resolve(within));
    Path book = folder.resolve("copied");
    // The file's disk, too, has lost a bit without a trace.
    FileStamp is = FileStamp.of(from.resolve(within));
    Files.writeString(book, Files.readString(book).replace(was.line(), is.line()));
    String twin = Files.readString(to.resolve(within));

    assertThatThrownBy(() -> copy().deleteIfProven(within, to.resolve(within)))
        .isInstanceOf(CopyDiffers.class);

    assertThat(from.resolve(within)).exists();
    assertThat(to.resolve(within)).hasContent(twin);
    assertThat(to).isDirectoryNotContaining("glob:**part");
  }

  /** {@code tar} puts such a list on a file wherever it may have one, without a program more. */
  @Test
  void takesAccessListsOfFilesAndFolders() throws Exception {
    String oneUserMore = "user::rwx\nuser:12345:r-x\ngroup::---\nmask::r-x\nother::---\n";
    String archive = folder.resolve("listed.tar").toString();
    String option = "--pax-option=SCHILY.acl.access=" + oneUserMore;
    run("tar", "--format=pax", option, "-C", from.toString(), "-cf", archive, "token", "cache");
    run("tar", "--acls", "-C", from.toString(), "-xf", archive);
    assertThat(listed(from, "token")).contains("user:12345:r-x", "group::---");

    round(true);

    for (String name : List.of("token", "cache", "cache/s-t01000-1/p_aux")) {
      assertThat(listed(to, name)).as(name).contains("user:12345:r-x", "group::---", "mask::r-x");
    }
    assertThat(listed(to, "sealed/s-t01000-1")).doesNotContain("user:12345");
    assertThat(to.resolve("token")).hasContent("secret");
    assertThat(round(true)).isZero();
  }

  /** What an archive of it says of lists. */
  private static String listed(Path folder, String name) throws Exception {
    return run("tar", "--acls", "--format=pax", "-C", folder.toString(), "-cf", "-", name);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Takes root. */
  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "1024", "4096"})
  void copiesOntoFileSystemsOfEachKind(String kind) throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    byte[] sealed = new byte[(5 << 20) + 1025];
    new Random(5).nextBytes(sealed);
    Files.write(from.resolve("sealed/s-t01000-1"), sealed);
    Files.createDirectory(to);
    if (kind.equals("tmpfs")) {
      run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", to.toString());
    } else {
      String disk = folder.resolve("disk").toString();
      run("truncate", "-s", "64M", disk);
      run("mkfs.ext4", "-q", "-b", kind, disk);
      run("mount", "-o", "loop", disk, to.toString());
    }
    try {
      round(true);
      assertThat(to.resolve("sealed/s-t01000-1")).hasBinaryContent(sealed);
      flip(to.resolve("sealed/s-t01000-1"));
      assertThat(copy().readBack()).isEqualTo(1);
      assertThat(copy().copyAndReadBack(true)).isZero();
      assertThat(to.resolve("sealed/s-t01000-1")).hasBinaryContent(sealed);
    } finally {
      run("umount", to.toString());
    }
  }

  /** Takes root. The disk can read nothing any more, and the kernel still has all of the copy. */
  @Test
  void anErrorOfTheDiskIsNotHiddenByTheCache() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    byte[] sealed = new byte[1 << 20];
    new Random(9).nextBytes(sealed);
    Files.write(from.resolve("sealed/s-t01000-1"), sealed);
    Files.createDirectory(to);
    String disk = folder.resolve("disk").toString();
    run("truncate", "-s", "64M", disk);
    run("mkfs.ext4", "-q", disk);
    run("mount", "-o", "loop", disk, to.toString());
    try {
      round(true);
      assertThat(to.resolve("sealed/s-t01000-1")).hasBinaryContent(sealed);
      run("truncate", "-s", "0", disk);

      assertThatThrownBy(() -> copy().readBack()).isInstanceOf(IOException.class);
      assertThat(to.resolve("sealed/s-t01000-1")).as("cached").hasBinaryContent(sealed);
    } finally {
      run("umount", to.toString());
    }
  }

  @Test
  void takesUserAttributesAndAllModeBits() throws IOException {
    Path token = from.resolve("token");
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(token, UserDefinedFileAttributeView.class);
    view.write("kept", StandardCharsets.UTF_8.encode("yes"));
    Files.setAttribute(from.resolve("sealed"), "unix:mode", 02775);

    round(true);

    assertThat(
            Files.getFileAttributeView(to.resolve("token"), UserDefinedFileAttributeView.class)
                .list())
        .contains("kept");
    assertThat((int) Files.getAttribute(to.resolve("sealed"), "unix:mode") & 07777)
        .isEqualTo(02775);
  }
}
