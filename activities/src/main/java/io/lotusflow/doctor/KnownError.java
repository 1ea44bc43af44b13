package io.lotusflow.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lines of Lotus' logs that are understood. The words are in the bundle {@code doctor}, under
 * {@code log.NAME}; {@code pitfall} is the number in the list of pitfalls, 0 where a line was seen
 * on a real node only.
 */
enum KnownError {
  CORRUPT_SNAPSHOT("mismatch in content integrity|loadcar failed", 2),
  INCOMPLETE_CHAIN(
      "chain validation failed|failed to load state tree|could not find.*in blockstore", 4),
  COMPRESSED_SNAPSHOT("peek header|invalid header: cbor", 5),
  REPO_LOCKED("repo is already locked", 7),
  OUT_OF_MEMORY("status=9/KILL|oom-kill|Out of memory: Killed|cannot allocate memory", 11),
  SPLITSTORE_KEY("does not contain explicit set of EnableSplitstore", 12),
  OTHER_VERSION("API version (doesn't|didn't) match|method 'Filecoin\\.\\w+' not found", 16),
  MISSED_DEADLINE("PoSt chain commitment too far in the past", 26),
  POOR_CONTROL_ADDRESS("control address didn't have enough funds", 27),
  PATH_TWICE("path with ID .*already opened", 33),
  FOREIGN_FILE("parse sector id api|sscanf sector name", 34),
  PATH_AWAY("reading storage metadata", 35),
  NO_GOOD_PATH("no good paths? found|no good path", 38),
  WORKER_WITHOUT_MINER("MINER_API_INFO environment variable required", 46),
  FEW_DESCRIPTORS("soft file descriptor limit|soft FD limit is low", 48),
  DESCRIPTORS_GONE("too many open files", 49),
  GPU_LOCK("bellman\\.\\w*\\.?lock.*[Pp]ermission|[Pp]ermission.*bellman\\.\\w*\\.?lock", 50),
  DISK_FULL("No space left on device|Disk quota exceeded", 51),
  WEDGED_SECTOR("normal shutdown of state machine", 53),
  BROKEN_PARAMETERS("checksum mismatch in param file", 56),
  API_AWAY("API not running \\(no endpoint\\)", 58),
  BAD_TOKEN("missing permission to invoke|bad handshake", 58),
  TWO_MINERS("SLASH FILTER DETECTED FAULT", 0),
  NULL_TICKET("interface \\{\\} is nil, not string", 0),
  CLOCK("block was from the future|received block from the future", 0);

  private static final Pattern HARMLESS =
      Pattern.compile("\\t(DEBUG|INFO)\\t|\"level\":\\s*\"(debug|info)\"");

  private final Pattern pattern;
  private final int pitfall;

  KnownError(String pattern, int pitfall) {
    this.pattern = Pattern.compile(pattern);
    this.pitfall = pitfall;
  }

  /** What a line says, as text or as JSON; empty for all that is not an error we know. */
  static Optional<KnownError> in(String line) {
    return HARMLESS.matcher(line).find()
        ? Optional.empty()
        : Stream.of(values()).filter(error -> error.pattern.matcher(line).find()).findFirst();
  }

  /** What is looked for in a line. */
  String pattern() {
    return pattern.pattern();
  }

  int pitfall() {
    return pitfall;
  }

  String key() {
    return "log." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
