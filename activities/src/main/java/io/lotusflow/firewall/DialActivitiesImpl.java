package io.lotusflow.firewall;

import io.lotusflow.host.TcpPort;
import io.lotusflow.run.Receipt;
import java.util.List;

/** From the host that runs this. */
public final class DialActivitiesImpl implements DialActivities {

  @Override
  public Dialled dial(DialPlan plan) {
    List<Integer> answering =
        plan.ports().stream().filter(port -> TcpPort.answers(plan.address(), port)).toList();
    return new Dialled(
        Receipt.alreadySo("%d of %d".formatted(answering.size(), plan.ports().size())), answering);
  }
}
