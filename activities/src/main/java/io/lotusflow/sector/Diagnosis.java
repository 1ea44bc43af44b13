package io.lotusflow.sector;

import static io.lotusflow.sector.SectorCase.CANNOT_TELL;
import static io.lotusflow.sector.SectorCase.DEAD_JOB;
import static io.lotusflow.sector.SectorCase.FILES_AWAY;
import static io.lotusflow.sector.SectorCase.FILES_LOST;
import static io.lotusflow.sector.SectorCase.FINE;
import static io.lotusflow.sector.SectorCase.KEEPS_FAILING;
import static io.lotusflow.sector.SectorCase.LAST_TRY;
import static io.lotusflow.sector.SectorCase.LOTUS_RETRIES;
import static io.lotusflow.sector.SectorCase.MESSAGE_LANDED;
import static io.lotusflow.sector.SectorCase.NO_PLACE;
import static io.lotusflow.sector.SectorCase.NULL_TICKET;
import static io.lotusflow.sector.SectorCase.OVER;
import static io.lotusflow.sector.SectorCase.PROMISE_GONE;
import static io.lotusflow.sector.SectorCase.STRANGE;
import static io.lotusflow.sector.SectorCase.TICKET_EXPIRED;
import static io.lotusflow.sector.SectorCase.WEDGED;
import static io.lotusflow.sector.SectorCase.WORKER_AWAY;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.run.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From what was seen of a sector to its case; touches nothing. */
record Diagnosis(SectorEvidence seen, Duration stillAfter) {

  /** Lotus' own pause before it tries again is a minute. */
  private static final Duration LOTUS_TRIES_WITHIN = Duration.ofMinutes(3);

  /** Since v1.25 the fourth failure of PreCommit1 removes the sector. */
  private static final String REMOVES_SINCE = "1.25.0";

  private static final int LAST_PC1 = 3;

  /** Epochs after which Lotus itself would have seen a message, with a margin. */
  private static final int WELL_IN = 20;

  /** Epochs after which nothing is undone. */
  private static final int FINAL = 900;

  private static final int AGAIN_AND_AGAIN = 5;

  /** Between the ticket and the first message. */
  private static final Set<String> ON_THE_TICKET =
      Set.of("PreCommit1", "PreCommit2", "SealPreCommit1Failed", "SealPreCommit2Failed");

  SectorFinding of(long number) {
    if (seen.status().isEmpty()) {
      return finding(new SectorAt(number, "Removed"), OVER, "", "the miner has no such sector");
    }
    SectorStatus status = seen.status().get();
    SectorAt sector = new SectorAt(number, status.state());
    return switch (sector.stage()) {
      case PROVING -> finding(sector, FINE, "", "proven");
      case REMOVING, DEAD -> finding(sector, OVER, "", cause(status));
      case UNKNOWN -> finding(sector, STRANGE, "", "");
      case COMPUTING, SENDING, WAITING, RETRYING -> sealing(sector, status);
    };
  }

  private SectorFinding sealing(SectorAt sector, SectorStatus status) {
    if (!status.ticket() && ON_THE_TICKET.contains(status.state()) && isUnknownToTheChain()) {
      return nullTicket(sector);
    }
    if (seen.hasLivingJob()) {
      return finding(sector, FINE, "", words(seen.jobs().get(0)));
    }
    boolean dead = !seen.jobs().isEmpty();
    if (mayBeItsLastTry(status) && (dead || isQuiet())) {
      return finding(sector, LAST_TRY, "", cause(status));
    }
    if (dead) {
      return withoutItsWorker(sector);
    }
    return switch (sector.stage()) {
      case RETRYING -> retrying(sector, status);
      case COMPUTING -> computing(sector);
      case SENDING -> sending(sector, status);
      default -> waiting(sector);
    };
  }

  private SectorFinding withoutItsWorker(SectorAt sector) {
    if (!isQuiet()) {
      return finding(sector, FINE, "", "its worker is away");
    }
    return seen.deadJobs().isEmpty()
        ? finding(sector, WORKER_AWAY, "", words(seen.awayJobs().get(0)))
        : finding(sector, DEAD_JOB, "", words(seen.deadJobs().get(0)) + ", which is gone");
  }

  private boolean isUnknownToTheChain() {
    return !seen.promised() && !seen.onChain();
  }

  private boolean isQuiet() {
    return seen.quiet().compareTo(stillAfter) > 0;
  }

  /** PreCommit2 with it panics the worker, so its job is none; before that it is still drawn. */
  private SectorFinding nullTicket(SectorAt sector) {
    boolean computed = sector.state().contains("PreCommit2");
    return computed || (isQuiet() && seen.jobs().isEmpty())
        ? finding(sector, NULL_TICKET, newTicket(), "it has no ticket")
        : finding(sector, FINE, "", "");
  }

  private String newTicket() {
    return seen.version().atLeast(SectorStage.since("GetTicket")) ? "GetTicket" : "PreCommit1";
  }

  private SectorFinding waiting(SectorAt sector) {
    if (isQuiet() && seen.landed() >= WELL_IN) {
      boolean committed = sector.state().startsWith("Commit");
      // To finalize takes away what a commit that is undone would want again.
      boolean forGood = seen.onChain() && seen.landed() >= FINAL;
      String target = committed ? forGood ? "FinalizeSector" : "CommitFailed" : "PreCommitFailed";
      return finding(sector, MESSAGE_LANDED, target, "the chain has carried out its message");
    }
    return finding(sector, FINE, "", "waits");
  }

  private SectorFinding sending(SectorAt sector, SectorStatus status) {
    return isQuiet() && hasJustGivenUp(status)
        ? finding(sector, WEDGED, sector.state(), cause(status))
        : finding(sector, FINE, "", "its message is made, or waits for a batch");
  }

  private SectorFinding computing(SectorAt sector) {
    if (!isQuiet()) {
      return finding(sector, FINE, "", "waits for a worker");
    }
    if (!seen.needs().isEmpty() && seen.answering().isEmpty()) {
      return seen.places().isEmpty()
          ? finding(sector, FILES_LOST, "", names())
          : finding(sector, FILES_AWAY, "", String.join(", ", seen.places().values()));
    }
    if (seen.queued().orElse(true)) {
      return seen.queued().isPresent()
          ? finding(sector, FINE, "", "waits in the scheduler for a worker")
          : finding(sector, CANNOT_TELL, "", "the scheduler does not tell its queue");
    }
    return finding(sector, WEDGED, sector.state(), "no job for " + minutes());
  }

  private String names() {
    return seen.needs().stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private SectorFinding retrying(SectorAt sector, SectorStatus status) {
    String cause = cause(status);
    if (failures(status) >= AGAIN_AND_AGAIN) {
      return finding(sector, KEEPS_FAILING, "", failures(status) + " times: " + cause);
    }
    if (seen.quiet().compareTo(LOTUS_TRIES_WITHIN) < 0 && !(isQuiet() && gaveUp(status))) {
      return finding(sector, LOTUS_RETRIES, "", cause);
    }
    if (hasNoPlace(sector, cause)) {
      return finding(sector, NO_PLACE, "", cause);
    }
    if (isUnknownToTheChain() && cause.contains("ticket expired")) {
      return finding(sector, TICKET_EXPIRED, newTicket(), cause);
    }
    if (isUnknownToTheChain() && seen.isAfterPrecommit() && sector.state().startsWith("Commit")) {
      return finding(sector, PROMISE_GONE, "", cause);
    }
    boolean safe = !SectorStage.endsSector(sector.state()) && !isOfAnUpgradeOrAnEnd(sector.state());
    return finding(sector, safe ? WEDGED : KEEPS_FAILING, safe ? sector.state() : "", cause);
  }

  /** What comes of these, set again, is not known well enough. */
  private static boolean isOfAnUpgradeOrAnEnd(String state) {
    return state.startsWith("SnapDeals")
        || state.startsWith("Terminate")
        || state.contains("Replica")
        || state.equals("AbortUpgrade");
  }

  /** One more failure of PreCommit1, also by a call that is aborted, and Lotus removes it. */
  private boolean mayBeItsLastTry(SectorStatus status) {
    long failed =
        status.log().stream()
            .filter(entry -> entry.kind().endsWith("SectorSealPreCommit1Failed"))
            .count();
    boolean begins =
        status.state().equals("PreCommit1") || status.state().equals("SealPreCommit1Failed");
    return begins && failed >= LAST_PC1 && seen.version().atLeast(REMOVES_SINCE);
  }

  private static boolean hasNoPlace(SectorAt sector, String cause) {
    return cause.contains("no space left")
        || cause.contains("no good path")
        || cause.contains("not enough space")
        || sector.state().contains("Finalize");
  }

  /** The last thing that happened to it. */
  private static boolean hasJustGivenUp(SectorStatus status) {
    List<SectorStatus.Entry> log = status.log();
    return !log.isEmpty() && isApiError(log.get(log.size() - 1).trace());
  }

  /** Lotus' handlers do so when the daemon is away for more than some seconds. */
  private static boolean gaveUp(SectorStatus status) {
    return isApiError(cause(status));
  }

  private static boolean isApiError(String cause) {
    return cause.contains("api error") || cause.contains("RPCConnectionError");
  }

  /** How often it has failed as it did last. */
  private static long failures(SectorStatus status) {
    Optional<String> last =
        status.log().stream()
            .filter(entry -> !entry.trace().isEmpty())
            .map(SectorStatus.Entry::kind)
            .reduce((first, second) -> second);
    return last.map(
            kind -> status.log().stream().filter(entry -> entry.kind().equals(kind)).count())
        .orElse(0L);
  }

  private static String cause(SectorStatus status) {
    String first = status.lastCause().lines().findFirst().orElse("");
    return first.isEmpty() ? status.lastError() : first;
  }

  private static String words(MinerApi.Job job) {
    String worker = job.host().isEmpty() ? job.session() : job.host();
    return "%s with worker %s".formatted(job.task(), worker);
  }

  private String minutes() {
    return seen.quiet().toMinutes() + " min";
  }

  private static SectorFinding finding(
      SectorAt sector, SectorCase what, String target, String because) {
    String note = "sector %d %s: %s".formatted(sector.number(), sector.state(), what);
    return new SectorFinding(
        Receipt.alreadySo(because.isEmpty() ? note : note + ", " + because),
        sector,
        what,
        target,
        because);
  }
}
