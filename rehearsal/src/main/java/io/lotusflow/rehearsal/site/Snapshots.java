package io.lotusflow.rehearsal.site;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.network.Network;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Snapshots of the network, each under a name of its own, with its SHA-256 beside it; {@code
 * latest} leads to the newest. A new one is made when {@code latest} is asked for and the newest is
 * old; the last few are kept, so that a download that has begun can end.
 */
final class Snapshots {
  private static final Duration FRESH = Duration.ofMinutes(3);
  private static final int KEPT = 5;
  private static final Pattern NAME = Pattern.compile("rehearsal_snapshot_(\\d+)\\.car");

  private final Path folder;
  private final Network network;
  private final Faults faults;

  Snapshots(Path folder, Network network, Faults faults) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.network = network;
    this.faults = faults;
  }

  void answer(Answer answer) throws IOException {
    String name = answer.path().substring("/snapshots/".length());
    String car = name.replaceFirst("\\.sha256sum$", "");
    if (name.equals("latest")) {
      answer.redirect("/snapshots/" + latest().getFileName());
    } else if (!NAME.matcher(car).matches() || !Files.exists(sumOf(folder.resolve(car)))) {
      answer.notFound();
    } else if (name.equals(car)) {
      Path file = folder.resolve(car);
      answer.download(Download.of(file, Files.readString(sumOf(file)).substring(0, 64)));
    } else {
      answer.text(200, Files.readString(folder.resolve(name)));
    }
  }

  private synchronized Path latest() throws IOException {
    Optional<Path> newest = all().stream().findFirst();
    if (newest.isPresent() && isFresh(newest.get())) {
      return newest.get();
    }
    Path made = export();
    for (Path old : all().stream().skip(KEPT).toList()) {
      Files.deleteIfExists(sumOf(old));
      Files.deleteIfExists(old);
    }
    return made;
  }

  private boolean isFresh(Path snapshot) throws IOException {
    if (faults.words(Fault.SNAPSHOT_CHANGES).isPresent()) {
      return height(snapshot) >= network.height();
    }
    return Files.getLastModifiedTime(snapshot).toInstant().plus(FRESH).isAfter(Instant.now());
  }

  /** The sum appears last: a snapshot without one is not offered. */
  private Path export() throws IOException {
    Path unfinished = folder.resolve("snapshot.unfinished");
    Files.deleteIfExists(unfinished);
    long height = network.height();
    network.exportSnapshot(unfinished);
    Path car = folder.resolve("rehearsal_snapshot_" + height + ".car");
    Files.deleteIfExists(sumOf(car));
    Files.move(unfinished, car, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(sumOf(car), sha256(car) + "  " + car.getFileName() + "\n");
    return car;
  }

  /** Newest first. */
  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.exists(sumOf(file)))
          .sorted(Comparator.comparingLong(Snapshots::height).reversed())
          .toList();
    }
  }

  private static long height(Path car) {
    return Long.parseLong(NAME.matcher(car.getFileName().toString()).replaceFirst("$1"));
  }

  private static Path sumOf(Path car) {
    return car.resolveSibling(car.getFileName() + ".sha256sum");
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Download.newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
