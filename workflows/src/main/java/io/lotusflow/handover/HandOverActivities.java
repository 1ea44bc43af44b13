package io.lotusflow.handover;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** What both hosts do; no token is in any argument, result or heartbeat. */
@ActivityInterface(namePrefix = "HandOver.")
public interface HandOverActivities {

  /** On the receiving host: its public key. The pair is made once and stays. */
  HostKey tellKey(HandOverPlan plan);

  /**
   * On the giving host: reads the token and seals it. A host that tells another key than the first
   * time is the problem {@link HandOverProblem#HOST_KEY_CHANGED}. A second run seals anew.
   */
  SealedInfo seal(HandOverPlan plan, HostKey key);

  /**
   * On the receiving host: writes the file, unless its content and owner are so already, and asks
   * the API from there whether the token may do all.
   */
  Receipt open(HandOverPlan plan, SealedInfo sealed);
}
