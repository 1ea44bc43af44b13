package io.lotusflow.firewall;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;

/**
 * What one host of ours is to dial on another.
 *
 * @param scope whose host dials
 * @param address of the other one, as the first reaches it
 * @param ports TCP
 */
public record DialPlan(Scope scope, String address, List<Integer> ports) implements Plan {

  public DialPlan {
    ports = List.copyOf(ports);
  }
}
