package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.Log;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What becomes of sectors while the daemon is away and after: as seen in outages of 5 to 24 seconds
 * under a sealing miner. Calls are tried for some seconds; what then waits for a message fails and
 * heals by itself; a proof that ends while nobody can be told is wedged for good.
 */
final class SectorLife {
  private static final Log LOG = new Log("sectors");
  private static final long FAILS_AFTER_MILLIS = 12_000;
  private static final long WEDGES_AFTER_MILLIS = 15_000;
  private static final long STEP_MILLIS = 3_000;

  private final SectorFile sectors;
  private final Map<Long, Long> due = new HashMap<>();
  private long awaySince = -1;
  private boolean failed;
  private boolean wedged;

  SectorLife(SectorFile sectors) {
    this.sectors = sectors;
  }

  /** A start of the miner runs the handler of each sector again. */
  void begin() throws IOException {
    for (Sector sector : sectors.all().values()) {
      if (sector.course() != Sector.Course.STILL) {
        sectors.put(new Sector(sector.number(), sector.state(), Sector.Course.GOING));
      }
    }
  }

  /** As {@code update-state} and {@code SectorsUpdate}: no state is refused. */
  void update(long number, String state) throws IOException {
    Sector before = sectors.all().get(number);
    boolean same = before != null && before.state().equals(state);
    Sector.Course course =
        same && before.course() != Sector.Course.STILL ? Sector.Course.GOING : Sector.Course.STILL;
    sectors.put(new Sector(number, state, course));
  }

  void daemonIsAway(long now) throws IOException {
    awaySince = awaySince < 0 ? now : awaySince;
    long patience = Fault.MINER_IMPATIENT.parameter() * 1000;
    long away = now - awaySince;
    if (!failed && away >= (patience > 0 ? patience : FAILS_AFTER_MILLIS)) {
      failed = true;
      failWaiting();
    }
    if (!wedged && away >= (patience > 0 ? patience : WEDGES_AFTER_MILLIS)) {
      wedged = true;
      wedgeOne();
    }
  }

  private void failWaiting() throws IOException {
    for (Sector sector : sectors.all().values()) {
      String after =
          switch (sector.state()) {
            case "PreCommitBatchWait", "PreCommitWait" -> "PreCommitFailed";
            case "CommitAggregateWait", "CommitWait" -> "CommitFailed";
            default -> "";
          };
      if (!after.isEmpty()) {
        String event =
            after.startsWith("Pre") ? "SectorChainPreCommitFailed" : "SectorCommitFailed";
        LOG.warn(
            "pipeline/fsm.go:826",
            "sector "
                + sector.number()
                + " got error event sealing."
                + event
                + ": RPCConnectionError");
        sectors.put(new Sector(sector.number(), after, Sector.Course.HEALING));
      }
    }
  }

  /** One proof is taken to end just now. */
  private void wedgeOne() throws IOException {
    for (Sector sector : sectors.all().values()) {
      if (sector.state().equals("Committing") && sector.hasJob()) {
        LOG.error(
            "pipeline/states_sealing.go:686",
            "handleCommitting: api error, not proceeding: RPCConnectionError");
        sectors.put(new Sector(sector.number(), sector.state(), Sector.Course.WEDGED));
        return;
      }
    }
  }

  void daemonAnswers(long now) throws IOException {
    awaySince = -1;
    failed = false;
    wedged = false;
    for (Sector sector : sectors.all().values()) {
      boolean moves =
          sector.course() == Sector.Course.HEALING || sector.course() == Sector.Course.GOING;
      if (!moves) {
        due.remove(sector.number());
      } else if (due.computeIfAbsent(sector.number(), n -> now + STEP_MILLIS) <= now) {
        due.remove(sector.number());
        sectors.put(next(sector));
      }
    }
  }

  private static Sector next(Sector sector) {
    return switch (sector.state()) {
      case "PreCommitFailed" -> new Sector(sector.number(), "WaitSeed", Sector.Course.STILL);
      case "Committing" -> new Sector(sector.number(), "CommitAggregateWait", Sector.Course.GOING);
      default -> new Sector(sector.number(), "Proving", Sector.Course.STILL);
    };
  }
}
