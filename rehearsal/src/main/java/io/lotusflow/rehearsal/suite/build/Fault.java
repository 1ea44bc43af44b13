package io.lotusflow.rehearsal.suite.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be made to go wrong. A fault is active while a file of its name (lower case, dashes)
 * lies in the folder that the resource {@code rehearsal.properties} names under {@code faults}.
 * Without that entry nothing ever goes wrong on purpose.
 */
public enum Fault {
  /** A running daemon halts within a second, as if killed with -9. Happens once. */
  DAEMON_CRASH,
  /** A running miner halts within a second, as if killed with -9. Happens once. */
  MINER_CRASH,
  /** The daemon ends with exit code 1 before it serves its API, as long as the file is there. */
  DAEMON_DIES_AT_START,
  /**
   * The daemon's and the miner's API answer 503; the content is the number of requests, which
   * counts down.
   */
  RPC_503,
  /** The daemon no longer follows the network. */
  SYNC_STALL,
  /** An import ends with exit code 1 after 40 percent. Happens once. */
  IMPORT_FAIL,
  /** An import takes as many seconds as the content says. */
  IMPORT_SLOW,
  /**
   * {@code lotus-miner init} halts right after it has pushed its message, as if killed with -9.
   * Happens once.
   */
  INIT_KILLED_AFTER_PUSH,
  /**
   * {@code lotus-miner init} takes as many seconds more, between its push and its wait, as the
   * content says.
   */
  INIT_SLOW,
  /** Each parameter file takes as many seconds more as the content says. */
  PARAMS_SLOW,
  /** The site serves snapshots slowly. */
  DOWNLOAD_SLOW,
  /** The site closes the connection in the middle of a snapshot. */
  DOWNLOAD_CUT,
  /** The site changes bytes of a snapshot. */
  DOWNLOAD_CORRUPT,
  /** The site answers 503 for snapshots. */
  DOWNLOAD_503,
  /** The site's latest snapshot becomes another one during a download. */
  SNAPSHOT_CHANGES,
  /** The build fails. */
  MAKE_FAIL,
  /** The build does not go on. */
  MAKE_HANG,
  /** The site's Go release is not what its checksum says. */
  GO_DOWNLOAD_CORRUPT,
  /** The site's faucet gives nothing. */
  FAUCET_DRY;

  private static final Optional<Path> FOLDER = folder();

  private static Optional<Path> folder() {
    String folder = Build.properties("rehearsal.properties").getProperty("faults");
    return folder == null || folder.isBlank()
        ? Optional.empty()
        : Optional.of(Path.of(folder.strip()));
  }

  public boolean isActive() {
    return FOLDER.isPresent() && Files.exists(file());
  }

  /**
   * Whether the fault was active; if so its file is gone now, so that exactly one process meets it.
   */
  public boolean consume() {
    try {
      return FOLDER.isPresent() && Files.deleteIfExists(file());
    } catch (IOException e) {
      return false;
    }
  }

  /** The number in the file: 0 if the fault is not active, 1 if the file holds no number. */
  public long parameter() {
    if (!isActive()) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(file(), StandardCharsets.UTF_8).strip());
    } catch (IOException | NumberFormatException e) {
      return 1;
    }
  }

  /**
   * Takes one from the number; at zero the fault is over. Returns whether there was one left to
   * take.
   */
  public boolean countDown() {
    long left = parameter();
    if (left <= 0) {
      return false;
    }
    try {
      if (left == 1) {
        Files.deleteIfExists(file());
      } else {
        Path fresh = file().resolveSibling(file().getFileName() + ".new");
        Files.writeString(fresh, Long.toString(left - 1), StandardCharsets.UTF_8);
        Files.move(
            fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      return false;
    }
    return true;
  }

  /** The file's name: {@code daemon-crash}. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Path file() {
    return FOLDER.orElseThrow().resolve(fileName());
  }
}
