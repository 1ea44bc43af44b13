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
  /**
   * A daemon that is asked to stop closes its API at once but ends only so many seconds later as
   * the content says.
   */
  DAEMON_SLOW_STOP,
  /** A running miner halts within a second, as if killed with -9. Happens once. */
  MINER_CRASH,
  /**
   * The daemon ends with exit code 1 before it serves its API; so often as the content says, or as
   * long as the file is there.
   */
  DAEMON_DIES_AT_START,
  /**
   * A daemon whose repository has no F3 certificates, as after the import of a snapshot of version
   * 1, dies at its start: the snapshot had too few states to hold F3's power table.
   */
  F3_POWER_TABLE_MISSING,
  /**
   * The miner gives up on a daemon that is away after so many seconds as the content says, not
   * after 12 and 15.
   */
  MINER_IMPATIENT,
  /**
   * The daemon's and the miner's API answer 503; the content is the number of requests, which
   * counts down.
   */
  RPC_503,
  /** The daemon no longer follows the network. */
  SYNC_STALL,
  /** A daemon follows the network only so many seconds after its start as the content says. */
  SYNC_LATE,
  /** An import ends with exit code 1 after 40 percent. Happens once. */
  IMPORT_FAIL,
  /** An import takes as many seconds as the content says. */
  IMPORT_SLOW,
  /** An export gives so many bytes a second as the content says. */
  EXPORT_SLOW,
  /** The daemon ends an export after so many bytes as the content says. Happens once. */
  EXPORT_CUT,
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
  /** PreCommit1 fails, so often as the content says. */
  PC1_FAIL,
  /** PreCommit2 fails, so often as the content says. */
  PC2_FAIL,
  /** Commit2 fails, so often as the content says. */
  C2_FAIL,
  /** All sealing takes so many times as long as the content says. */
  SEAL_SLOW,
  /** {@code lotus-bench} fails in PreCommit2, and exits with 0. Happens once. */
  BENCH_FAIL,
  /** {@code lotus-bench} prints half of its result. Happens once. */
  BENCH_CUT,
  /** {@code lotus-bench} logs that a proof is wrong, and goes on. Happens once. */
  BENCH_WRONG_PROOF,
  /** PreCommit2 and Commit2 take ten times as long, without a GPU. */
  GPU_MISSING,
  /** A sector's ticket is recorded as nothing, as in an outage of the daemon. Happens once. */
  TICKET_NULL,
  /** The tickets of sectors are too old when they are to be sent, so often as the content says. */
  TICKET_EXPIRED,
  /**
   * Messages with sectors fail on the chain: how often, as the first number of the content says;
   * with exit code 16.
   */
  SECTOR_MESSAGE_FAIL,
  /** A running worker halts within a second, as if killed with -9. Happens once. */
  WORKER_CRASH,
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
  /** The site answers 429 for snapshots. */
  DOWNLOAD_429,
  /** The site's downloads fall silent. */
  DOWNLOAD_STALL,
  /** No connection gets past a position near the end. */
  DOWNLOAD_DIES,
  /** The site's file is shorter than it should be, and looks whole. */
  DOWNLOAD_SHORT,
  /** The site tells a length that is not the file's. */
  DOWNLOAD_WRONG_LENGTH,
  /** The site knows nothing of ranges. */
  DOWNLOAD_NO_RANGE,
  /** The site gives another ETag each time. */
  DOWNLOAD_ETAG_CHANGES,
  /** The site sends a page in place of a file. */
  DOWNLOAD_HTML,
  /** The site's checksums are another file's. */
  CHECKSUM_WRONG,
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
   * Whether it befalls this repository. Words of the content that begin with a slash name the only
   * repositories that it befalls, those that begin with {@code !/} the ones that it spares.
   */
  public boolean isActive(Path repo) {
    return isActive() && Aim.of(content()).hits(repo);
  }

  /** As {@link #isActive(Path)}; where the content has a number, that is how often still. */
  public boolean strikes(Path repo) {
    if (!isActive(repo)) {
      return false;
    }
    Aim aim = Aim.of(content());
    if (aim.number().isPresent()) {
      replaceNumber(aim, aim.number().get() - 1);
    }
    return true;
  }

  private String content() {
    try {
      return Files.readString(file(), StandardCharsets.UTF_8).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  private void replaceNumber(Aim aim, long left) {
    try {
      if (left <= 0) {
        Files.deleteIfExists(file());
      } else {
        Path fresh = file().resolveSibling("." + fileName());
        Files.writeString(fresh, aim.with(left), StandardCharsets.UTF_8);
        Files.move(
            fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("counting a fault down", e);
    }
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
    return isActive() ? Aim.of(content()).number().orElse(1L) : 0;
  }

  /** The number, if the fault befalls this repository. */
  public long parameter(Path repo) {
    return isActive(repo) ? parameter() : 0;
  }

  /** From now on this process halts within a second when the fault is ordered, as if killed. */
  public void haltsWhenOrdered() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (!consume()) {
                  Thread.sleep(500);
                }
                Runtime.getRuntime().halt(137);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "faults");
    watch.setDaemon(true);
    watch.start();
  }

  /** As {@link #consume()}, if it befalls this repository. */
  public boolean consume(Path repo) {
    return isActive(repo) && consume();
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
    replaceNumber(Aim.of(content()), left - 1);
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
