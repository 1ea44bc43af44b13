package io.lotusflow.restart;

import io.lotusflow.deals.DealsPlan;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.window.WindowPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A restart.
 *
 * @param what of the node
 * @param daemon of this host; a miner can hang on one elsewhere
 * @param miner of this host; stopped before its daemon, and started when the head is current
 * @param actors miners elsewhere that hang on the daemon, as {@code f01234}
 * @param jobs whether those that would start over are waited for
 * @param jobsWithin for how long
 * @param usual how long it is expected to be away as long as none was measured
 * @param away the same, if the operator says so; instead of what was measured
 * @param margin on top
 * @param deals the market of the miner, on whichever host that is, which takes none meanwhile;
 *     older plans have none
 * @param distant the miner of ours on another host that hangs on the daemon; stopped and started as
 *     one of this host would be; older plans have none
 */
public record RestartPlan(
    Scope scope,
    What what,
    NodeApi node,
    Optional<DaemonPlan> daemon,
    SyncPlan sync,
    Optional<MinerPlan> miner,
    List<String> actors,
    Jobs jobs,
    Duration jobsWithin,
    Duration usual,
    Optional<Duration> away,
    Duration margin,
    Optional<DealsPlan> deals,
    Optional<MinerPlan> distant)
    implements Plan {

  /** What is restarted. The names are stored in histories. */
  public enum What {
    MINER,
    /** The daemon; its miner on this host is stopped meanwhile. */
    NODE
  }

  /** What is done about jobs that would start over. */
  public enum Jobs {
    WAIT,
    GO
  }

  public RestartPlan {
    actors = List.copyOf(actors);
    deals = Objects.requireNonNullElse(deals, Optional.empty());
    distant = Objects.requireNonNullElse(distant, Optional.empty());
    boolean here = what == What.NODE ? daemon.isPresent() : miner.isPresent();
    if (!here) {
      throw new IllegalArgumentException("there is no " + what + " on this host");
    }
  }

  /** With no miner of ours on another host. */
  public RestartPlan(
      Scope scope,
      What what,
      NodeApi node,
      Optional<DaemonPlan> daemon,
      SyncPlan sync,
      Optional<MinerPlan> miner,
      List<String> actors,
      Jobs jobs,
      Duration jobsWithin,
      Duration usual,
      Optional<Duration> away,
      Duration margin,
      Optional<DealsPlan> deals) {
    this(
        scope,
        what,
        node,
        daemon,
        sync,
        miner,
        actors,
        jobs,
        jobsWithin,
        usual,
        away,
        margin,
        deals,
        Optional.empty());
  }

  /** The one that is stopped with the daemon, wherever it is. */
  Optional<MinerPlan> anyMiner() {
    return miner.or(() -> distant);
  }

  /** What is asked of the host whose miner has the jobs. */
  RestartPlan whereJobsAre() {
    return distant
        .map(
            any ->
                new RestartPlan(
                    any.scope(),
                    What.MINER,
                    any.node(),
                    Optional.empty(),
                    new SyncPlan(any.scope(), any.node(), sync.stallAfter()),
                    distant,
                    actors,
                    jobs,
                    jobsWithin,
                    usual,
                    away,
                    margin,
                    Optional.empty()))
        .orElse(this);
  }

  /** Each as its own host sees it; all have to be open at once. */
  List<WindowPlan> windows(Duration outage) {
    List<WindowPlan> all = new ArrayList<>(List.of(window(outage)));
    distant.ifPresent(any -> all.add(WindowPlan.ofMiner(any.scope(), any, outage, margin)));
    return all;
  }

  /** The one whose absence is measured. */
  public ServicePlan service() {
    return what == What.NODE ? daemon.orElseThrow().service() : miner.orElseThrow().service();
  }

  private WindowPlan window(Duration outage) {
    return new WindowPlan(
        scope,
        node,
        daemon.map(DaemonPlan::service).orElseGet(this::service),
        miner.map(MinerPlan::api),
        miner.map(MinerPlan::service),
        what == What.NODE ? actors : List.of(),
        outage,
        margin,
        WindowPlan.PATIENCE);
  }
}
