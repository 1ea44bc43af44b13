package io.lotusflow.migration;

import io.lotusflow.deals.DealsPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.window.WindowPlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Storage of a miner that goes to other disks.
 *
 * @param miner whose storage it is; its service is stopped for the switch
 * @param moved its service then, which waits for the new file systems
 * @param others folders that are others' and no target: repositories
 * @param parallel files that are copied at once
 * @param bandwidth bytes per second at most; 0 = as fast as it goes
 * @param old what becomes of what was moved
 * @param oldFor how long it is kept at least
 * @param outage how long the miner is planned to be away
 * @param margin on top, for the stretch without a proving deadline
 * @param deals the market of the miner, which takes none during the switch
 * @param restart of the miner, as which the switch is looked at: workers and storage must be there
 *     again. Older plans have none
 */
public record MigrationPlan(
    Scope scope,
    MinerPlan miner,
    ServicePlan moved,
    List<PathMove> moves,
    List<String> others,
    int parallel,
    ByteSize bandwidth,
    Old old,
    Duration oldFor,
    Duration outage,
    Duration margin,
    DealsPlan deals,
    Optional<RestartPlan> restart)
    implements Plan {

  /** What becomes of files whose twins are proven. The names are stored: add, never rename. */
  public enum Old {
    /** They stay, until the same migration is asked for again. */
    KEPT,
    /** They go when a person approves. */
    ASKED_FOR,
    /** They go after the time. */
    DELETED
  }

  public MigrationPlan {
    moves = List.copyOf(moves);
    others = List.copyOf(others);
    restart = Objects.requireNonNullElse(restart, Optional.empty());
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }

  /** The stretch in which the miner can be stopped. */
  public WindowPlan window() {
    return WindowPlan.ofMiner(scope, miner, outage, margin);
  }
}
