package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.Log;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

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
  private final BooleanSupplier canSeal;
  private final Map<Long, Long> due = new HashMap<>();
  private long awaySince = -1;
  private boolean failed;
  private boolean wedged;

  /**
   * @param canSeal whether there is a storage path for it; without one a sector stays in Packing
   */
  SectorLife(SectorFile sectors, BooleanSupplier canSeal) {
    this.sectors = sectors;
    this.canSeal = canSeal;
  }

  /** A sector without deals, under the next number there is. */
  synchronized long pledge(Collection<Object> taken) throws IOException {
    long number = taken.stream().mapToLong(n -> (Long) n).max().orElse(-1) + 1;
    sectors.put(new Sector(number, SealingPath.FIRST, Sector.Course.SEALING));
    sectors.note(number, SealingPath.PLEDGED);
    return number;
  }

  /** A start of the miner runs the handler of each sector again. */
  void begin() throws IOException {
    for (Sector sector : sectors.all().values()) {
      if (sector.course() != Sector.Course.STILL && sector.course() != Sector.Course.SEALING) {
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
        Sector.Course course =
            sector.course() == Sector.Course.SEALING ? sector.course() : Sector.Course.HEALING;
        sectors.put(new Sector(sector.number(), after, course));
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
      if (!moves(sector)) {
        due.remove(sector.number());
      } else if (due.computeIfAbsent(sector.number(), n -> now + millis(sector)) <= now) {
        due.remove(sector.number());
        if (sector.course() == Sector.Course.SEALING) {
          sectors.note(sector.number(), SealingPath.event(sector.state()));
        }
        sectors.put(next(sector));
      }
    }
  }

  private boolean moves(Sector sector) {
    return switch (sector.course()) {
      case HEALING, GOING -> true;
      case SEALING -> canSeal.getAsBoolean();
      case STILL, WEDGED -> false;
    };
  }

  private static long millis(Sector sector) {
    return sector.course() == Sector.Course.SEALING
        ? SealingPath.millis(sector.state())
        : STEP_MILLIS;
  }

  private static Sector sealed(Sector sector) {
    String after = SealingPath.after(sector.state());
    boolean over = after.equals(SealingPath.LAST);
    return new Sector(sector.number(), after, over ? Sector.Course.STILL : Sector.Course.SEALING);
  }

  private static Sector next(Sector sector) {
    if (sector.course() == Sector.Course.SEALING) {
      return sealed(sector);
    }
    return switch (sector.state()) {
      case "PreCommitFailed" -> new Sector(sector.number(), "WaitSeed", Sector.Course.STILL);
      case "Committing" -> new Sector(sector.number(), "CommitAggregateWait", Sector.Course.GOING);
      default -> new Sector(sector.number(), "Proving", Sector.Course.STILL);
    };
  }
}
