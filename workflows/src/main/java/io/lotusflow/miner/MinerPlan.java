package io.lotusflow.miner;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.wallet.WalletPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A miner: created once, configured, started, with storage.
 *
 * @param binary absolute path of {@code lotus-miner}
 * @param node the daemon it hangs on
 * @param actor an existing miner actor to take, such as {@code f01234}; empty = create one
 * @param announce multiaddrs for the chain; only for versions whose miner listens, or a market node
 * @param environment of {@code lotus-miner}, {@code init} included: paths, GPU, performance; dead
 *     names are left out
 * @param askFirst a person approves before a new actor is created, since that moves funds and
 *     cannot be undone; false where it was allowed at the start, and in plans of older versions
 */
public record MinerPlan(
    Scope scope,
    String binary,
    NodeApi node,
    NodeApi api,
    ByteSize sectorSize,
    String actor,
    List<String> announce,
    Map<String, String> environment,
    WalletPlan wallets,
    ParamsPlan params,
    ServicePlan service,
    StoragePlan storage,
    Duration apiStart,
    boolean askFirst)
    implements Plan {
  public MinerPlan {
    announce = List.copyOf(announce);
    environment = Map.copyOf(environment);
  }

  public String repo() {
    return api.repo();
  }
}
