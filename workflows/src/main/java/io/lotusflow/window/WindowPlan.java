package io.lotusflow.window;

import io.lotusflow.lotus.NodeApi;
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
  public WindowPlan {
    actors = List.copyOf(actors);
  }
}
