package io.lotusflow.cli;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.util.function.ToIntBiFunction;

/** For commands that ask the miner themselves, so that they answer when no worker is up. */
final class MinerReading {

  private MinerReading() {}

  static Complaint noMiner(Session session) {
    return session.complaint(Exit.USAGE, "settings.no-miner-here");
  }

  /** Runs a command's body with the miner's API; a call that fails is a complaint. */
  static int of(Session session, boolean rehearsal, ToIntBiFunction<MinerApi, Plans> body) {
    Planning planning = new Planning(session);
    return with(session, rehearsal ? planning.rehearsal() : planning.plans(), body);
  }

  /** As {@link #of}, with plans that are made already. */
  static int with(Session session, Plans plans, ToIntBiFunction<MinerApi, Plans> body) {
    MinerApi miner =
        plans.miner().map(plan -> MinerApi.at(plan.api())).orElseThrow(() -> noMiner(session));
    try {
      return body.applyAsInt(miner, plans);
    } catch (RpcFailed failed) {
      throw NodeReading.silent(session, failed, "miner.silent");
    }
  }
}
