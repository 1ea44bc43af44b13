package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import java.io.IOException;
import java.util.Collection;
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
  private final Pipeline pipeline;
  private final Map<Long, Long> due = new HashMap<>();
  private long awaySince = -1;
  private boolean failed;
  private boolean wedged;

  /**
   * @param pipeline of those that were pledged
   */
  SectorLife(SectorFile sectors, Pipeline pipeline) {
    this.sectors = sectors;
    this.pipeline = pipeline;
  }

  /** A sector without deals, under the next number there is. */
  synchronized long pledge(Collection<Object> taken) throws IOException {
    long number = taken.stream().mapToLong(n -> (Long) n).max().orElse(-1) + 1;
    Map<String, String> facts = Map.of(Sector.PLEDGED, "yes");
    sectors.put(new Sector(number, "Packing", Sector.Course.SEALING, facts));
    sectors.note(number, "SectorStartCC");
    return number;
  }

  /** A start of the miner runs the handler of each sector again. */
  void begin() throws IOException {
    for (Sector sector : sectors.all().values()) {
      if (sector.course() != Sector.Course.STILL && sector.course() != Sector.Course.SEALING) {
        sectors.put(sector.on(going(sector)));
      }
    }
  }

  private static Sector.Course going(Sector sector) {
    return sector.isPledged() ? Sector.Course.SEALING : Sector.Course.GOING;
  }

  /** As {@code update-state} and {@code SectorsUpdate}: no state is refused. */
  void update(long number, String state) throws IOException {
    Sector before = sectors.all().get(number);
    if (before != null && before.isPledged()) {
      pipeline.force(before, state);
      return;
    }
    boolean same = before != null && before.state().equals(state);
    Sector.Course course =
        same && before.course() != Sector.Course.STILL ? Sector.Course.GOING : Sector.Course.STILL;
    sectors.put(new Sector(number, state, course));
  }

  /** For sectors with capacity only, that count already. */
  void markForUpgrade(Sector sector, boolean active) throws IOException, RpcException {
    if (!sector.state().equals("Proving")) {
      throw new RpcException("unable to snap-up sectors not in the 'Proving' state");
    }
    if (!active) {
      throw new RpcException("cannot mark inactive sector for upgrade");
    }
    sectors.note(sector.number(), "SectorMarkForUpdate");
    sectors.put(sector.at("Available"));
  }

  void abortUpgrade(Sector sector) throws IOException {
    sectors.note(sector.number(), "SectorAbortUpgrade");
    sectors.put(sector.at("Proving"));
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
    synchronized (pipeline) {
      failAllWaiting();
    }
  }

  private void failAllWaiting() throws IOException {
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
        sectors.note(sector.number(), event, "RPCConnectionError");
        Sector.Course course = sector.isPledged() ? Sector.Course.SEALING : Sector.Course.HEALING;
        sectors.put(sector.at(after).on(course));
      }
    }
  }

  /** One proof is taken to end just now. */
  private void wedgeOne() throws IOException {
    for (Sector sector : sectors.all().values()) {
      boolean atWork = sector.course() == Sector.Course.SEALING || sector.hasJob();
      if (sector.state().equals("Committing") && atWork) {
        LOG.error(
            "pipeline/states_sealing.go:686",
            "handleCommitting: api error, not proceeding: RPCConnectionError");
        pipeline.wedge(sector);
        return;
      }
    }
  }

  void daemonAnswers(long now) throws IOException {
    awaySince = -1;
    failed = false;
    wedged = false;
    for (Sector sector : sectors.all().values()) {
      if (!moves(sector)) {
        due.remove(sector.number());
      } else if (due.computeIfAbsent(sector.number(), n -> now + STEP_MILLIS) <= now) {
        due.remove(sector.number());
        sectors.put(next(sector));
      }
    }
  }

  private static boolean moves(Sector sector) {
    return sector.course() == Sector.Course.HEALING || sector.course() == Sector.Course.GOING;
  }

  private static Sector next(Sector sector) {
    return switch (sector.state()) {
      case "PreCommitFailed" -> new Sector(sector.number(), "WaitSeed", Sector.Course.STILL);
      case "Committing" -> new Sector(sector.number(), "CommitAggregateWait", Sector.Course.GOING);
      default -> new Sector(sector.number(), "Proving", Sector.Course.STILL);
    };
  }
}
