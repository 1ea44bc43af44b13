package io.lotusflow.window;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A planned outage of a daemon.
 *
 * @param service the daemon's; one that does not run has nothing to lose
 * @param miner the miner of this host that hangs on the daemon
 * @param minerService its service; one that does not run is not asked
 * @param actors miners elsewhere that hang on this daemon too, as {@code f01234}
 * @param outage how long the daemon is planned to be away, catching up included
 * @param margin on top
 * @param patience for sectors that wait for messages of theirs and heal by themselves; after it
 *     only deadlines and messages in the pool count
 */
public record WindowPlan(
    Scope scope,
    NodeApi node,
    ServicePlan service,
    Optional<NodeApi> miner,
    Optional<ServicePlan> minerService,
    List<String> actors,
    Duration outage,
    Duration margin,
    Duration patience)
    implements Plan {

  /** As long as sectors usually take to heal by themselves, several times over. */
  public static final Duration PATIENCE = Duration.ofHours(1);

  public WindowPlan {
    actors = List.copyOf(actors);
  }

  /** Of a miner that is stopped alone: its daemon goes on, here or elsewhere. */
  public static WindowPlan ofMiner(Scope scope, MinerPlan miner, Duration outage, Duration margin) {
    return new WindowPlan(
        scope,
        miner.node(),
        miner.service(),
        Optional.of(miner.api()),
        Optional.of(miner.service()),
        List.of(),
        outage,
        margin,
        PATIENCE);
  }
}
