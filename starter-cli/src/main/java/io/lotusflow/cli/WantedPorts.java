package io.lotusflow.cli;

import io.lotusflow.firewall.WantedPort;
import io.lotusflow.firewall.WantedPort.Use;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.settings.Plans;
import java.util.ArrayList;
import java.util.List;

/** The ports of daemon, miner and the seal workers that were added here. */
final class WantedPorts {
  private WantedPorts() {}

  static List<WantedPort> of(Session session, Plans plans) {
    List<WantedPort> ports = new ArrayList<>(WantedPort.of(plans.install()));
    String node = plans.scope().node().value();
    for (SealWorker worker : new SealWorkers(session.home().sealWorkers()).of(node)) {
      String listen = worker.listen();
      int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
      ports.add(new WantedPort(Use.WORKER, port, false));
    }
    return ports;
  }
}
