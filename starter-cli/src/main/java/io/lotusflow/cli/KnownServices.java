package io.lotusflow.cli;

import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import java.util.ArrayList;
import java.util.List;

/** All services of a node on this host: daemon, miner, and the seal workers that were added. */
final class KnownServices {

  private final Session session;
  private final Plans plans;

  KnownServices(Session session, Plans plans) {
    this.session = session;
    this.plans = plans;
  }

  /** In the order in which they are started. */
  List<ServicePlan> all() {
    String node = plans.scope().node().value();
    SealWorkers workers = new SealWorkers(session.home().sealWorkers());
    List<ServicePlan> all = new ArrayList<>(plans.services());
    for (SealWorker worker : workers.of(node)) {
      all.add(plans.sealWorkerUnit(worker, workers.minerInfo(node, worker.name())));
    }
    return all;
  }
}
