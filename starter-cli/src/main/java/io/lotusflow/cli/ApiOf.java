package io.lotusflow.cli;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whose API; lower case, as on the command line and as the tables of the settings. */
enum ApiOf {
  daemon,
  miner;

  /** Of this machine's settings; empty where it does not run here. */
  Optional<NodeApi> api(Plans plans) {
    return this == daemon
        ? plans.daemon().map(DaemonPlan::api)
        : plans.miner().map(plan -> plan.api());
  }

  Optional<Path> repo(Plans plans) {
    return api(plans).map(api -> Path.of(api.repo()));
  }

  String unit(Plans plans) {
    return this == daemon
        ? plans.daemon().orElseThrow().service().unit().name()
        : plans.miner().orElseThrow().service().unit().name();
  }

  /** A new token; secret. */
  String token(NodeApi api, List<String> permissions) {
    return this == daemon
        ? FullNode.at(api).newToken(permissions)
        : MinerApi.at(api).newToken(permissions);
  }

  Complaint notHere(Session session) {
    if (this == miner) {
      return MinerReading.noMiner(session);
    }
    return session.complaint(Exit.USAGE, "network.no-daemon");
  }
}
