package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A sector as its miner tells of it.
 *
 * @param lastError of its last try; may be empty although something failed
 * @param proofFailures how often C1 or C2 failed in a row; at the third it begins again at PC1
 * @param log oldest first
 * @param ticket whether it has one
 * @param preCommitMessage empty if it has sent none
 * @param commitMessage empty if it has sent none
 */
public record SectorStatus(
    long number,
    String state,
    String lastError,
    long proofFailures,
    List<Entry> log,
    boolean ticket,
    String preCommitMessage,
    String commitMessage) {

  public SectorStatus {
    log = List.copyOf(log);
  }

  /** When anything happened to it last. */
  public Instant lastSeen() {
    return log.isEmpty() ? Instant.EPOCH : log.get(log.size() - 1).at();
  }

  /** The cause of its last failure, in Lotus' words: of some states only the log has it. */
  public String lastCause() {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (!log.get(i).trace().isEmpty()) {
        return log.get(i).trace();
      }
    }
    return lastError;
  }

  /**
   * One thing that happened to it.
   *
   * @param kind such as {@code event;sealing.SectorPreCommit1}
   * @param trace of what failed; may be empty
   */
  public record Entry(String kind, Instant at, String message, String trace) {}

  static SectorStatus of(JsonNode status) {
    List<Entry> log = new ArrayList<>();
    status
        .path("Log")
        .forEach(
            entry ->
                log.add(
                    new Entry(
                        entry.path("Kind").asText(),
                        Instant.ofEpochSecond(entry.path("Timestamp").asLong()),
                        entry.path("Message").asText(),
                        entry.path("Trace").asText())));
    return new SectorStatus(
        status.path("SectorID").asLong(),
        status.path("State").asText(),
        status.path("LastErr").asText(""),
        status.path("Retries").asLong(),
        log,
        status.path("Ticket").hasNonNull("Value"),
        Cids.read(status.path("PreCommitMsg")),
        Cids.read(status.path("CommitMsg")));
  }
}
