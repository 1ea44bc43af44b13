package io.lotusflow.install;

import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.Optional;

/**
 * What one of several hosts gets.
 *
 * @param alone as if it were the only one; with neither daemon nor miner where seal workers come
 * @param params where sectors are proven
 * @param token of the daemon that is on another host, brought before its miner is made
 */
public record HostInstall(
    InstallPlan alone, Optional<ParamsPlan> params, Optional<HandOverPlan> token) implements Plan {

  @Override
  public Scope scope() {
    return alone.scope();
  }

  HostId host() {
    return scope().host();
  }
}
