package io.lotusflow.chain;

import io.lotusflow.node.NodeActivities;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;

/** What a terminated run may have left: a chain between two folders, a daemon that is stopped. */
final class Mending {

  private final ChainNode node;

  Mending(ChainNode node) {
    this.node = node;
  }

  Receipt mend() {
    ChainActivities chain = Steps.on(node.scope().host(), ChainActivities.class);
    Receipt seen = chain.inspect(node);
    if (seen.outcome() == Receipt.Outcome.ALREADY_SO || node.scope().dryRun()) {
      return seen;
    }
    ServiceActivities services = Steps.on(node.scope().host(), ServiceActivities.class);
    services.stop(node.daemon().service());
    Receipt mended = chain.mend(node);
    services.start(node.daemon().service());
    Steps.on(node.scope().host(), NodeActivities.class).awaitApi(node.daemon());
    return mended;
  }
}
