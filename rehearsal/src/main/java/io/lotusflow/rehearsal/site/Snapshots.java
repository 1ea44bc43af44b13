package io.lotusflow.rehearsal.site;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.network.Network;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Snapshots of the network, each under a name of its own, with its SHA-256 beside it; {@code
 * latest} leads to the newest of its {@linkplain SnapshotKind kind}. A new one is made when {@code
 * latest} is asked for and the newest is old; the last few are kept, so that a download that has
 * begun can end.
 */
final class Snapshots {
  private static final Duration FRESH = Duration.ofMinutes(3);
  private static final int KEPT = 3;
  private static final String UNDER = "/snapshots/";
  private static final String SUM = ".sha256sum";

  private final Path folder;
  private final Network network;
  private final Faults faults;
  private volatile long f3Bytes = 1 << 18;

  Snapshots(Path folder, Network network, Faults faults) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.network = network;
    this.faults = faults;
  }

  /** How large the F3 part of snapshots made from now on is. */
  void setF3Bytes(long bytes) {
    f3Bytes = bytes;
  }

  void answer(Answer answer) throws IOException {
    int under = answer.path().indexOf(UNDER);
    if (under < 0) {
      answer.notFound();
      return;
    }
    String prefix = answer.path().substring(0, under + UNDER.length());
    String name = answer.path().substring(prefix.length());
    String car = name.endsWith(SUM) ? name.substring(0, name.length() - SUM.length()) : name;
    Optional<SnapshotKind> latest = SnapshotKind.ofLatest(car);
    if (latest.isPresent()) {
      String suffix = name.equals(car) ? "" : SUM;
      answer.redirect(prefix + latest(latest.get()).getFileName() + suffix);
    } else if (SnapshotKind.ofFile(car).isEmpty() || !Files.exists(sumOf(folder.resolve(car)))) {
      answer.notFound();
    } else if (name.equals(car)) {
      Path file = folder.resolve(car);
      answer.download(Download.of(file, Files.readString(sumOf(file)).substring(0, 64)));
    } else {
      answer.text(200, sum(name));
    }
  }

  private String sum(String name) throws IOException {
    String right = Files.readString(folder.resolve(name));
    boolean lie = faults.words(Fault.CHECKSUM_WRONG).isPresent();
    return lie ? "0000" + right.substring(4) : right;
  }

  private synchronized Path latest(SnapshotKind kind) throws IOException {
    Optional<Path> newest = all(kind).stream().findFirst();
    if (newest.isPresent() && isFresh(newest.get())) {
      return newest.get();
    }
    Path made = export(kind);
    for (Path old : all(kind).stream().skip(KEPT).toList()) {
      Files.deleteIfExists(sumOf(old));
      Files.deleteIfExists(old);
    }
    return made;
  }

  private boolean isFresh(Path snapshot) throws IOException {
    long height = SnapshotKind.height(snapshot.getFileName().toString());
    if (faults.words(Fault.SNAPSHOT_CHANGES).isPresent()) {
      return height >= network.height();
    }
    Instant made = Files.getLastModifiedTime(snapshot).toInstant();
    return height >= network.grownAt() && made.plus(FRESH).isAfter(Instant.now());
  }

  /** The sum appears last: a snapshot without one is not offered. */
  private Path export(SnapshotKind kind) throws IOException {
    Path unfinished = folder.resolve("snapshot.unfinished");
    long height;
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 17);
        OutputStream out = kind.zstd() ? new ZstdOutputStream(file) : file) {
      height =
          kind.isVersion2()
              ? network.exportVersion2(out, f3Bytes)
              : network.export(out, kind.recentStates());
    }
    Path car = folder.resolve(kind.fileName(height));
    Files.deleteIfExists(sumOf(car));
    Files.move(unfinished, car, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(sumOf(car), sha256(car) + "  " + car.getFileName() + "\n");
    return car;
  }

  /** Newest first. */
  private List<Path> all(SnapshotKind kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  SnapshotKind.ofFile(file.getFileName().toString())
                      .filter(kind::equals)
                      .isPresent())
          .filter(file -> Files.exists(sumOf(file)))
          .sorted(
              Comparator.comparingLong(
                      (Path file) -> SnapshotKind.height(file.getFileName().toString()))
                  .reversed())
          .toList();
    }
  }

  private static Path sumOf(Path car) {
    return car.resolveSibling(car.getFileName() + SUM);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Download.newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
