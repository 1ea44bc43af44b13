package io.lotusflow.fleet;

import io.lotusflow.run.HostId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.Optional;

/**
 * One host of this cluster, for as long as it belongs to it. Its memo says what is known, so that a
 * host that is away is still described, and a list of all needs one question. Started by the host's
 * worker itself.
 */
@WorkflowInterface
public interface HostWorkflow {

  /** The type by which all hosts are listed. */
  String TYPE = "KnownHost";

  /** The id under which a host is found. */
  static String id(HostId host) {
    return "known-host/" + host;
  }

  @WorkflowMethod(name = TYPE)
  void serve(HostRecord before);

  /** By its own worker. */
  @SignalMethod
  void told(HostFacts facts);

  /** Does nothing: the time at which the server writes it down is what the host wants to know. */
  @SignalMethod
  void clockAsked(String by);

  /** By another host that looked; empty when its worker was seen again. */
  @SignalMethod
  void seenAway(Optional<Instant> since);

  /** It belongs to the cluster no more, until it tells of itself again. */
  @SignalMethod
  void removed();
}
