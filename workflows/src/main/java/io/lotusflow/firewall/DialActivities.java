package io.lotusflow.firewall;

import io.lotusflow.run.Unattended;
import io.temporal.activity.ActivityInterface;

/** A host of ours that looks at another one from outside. */
@ActivityInterface(namePrefix = "Dial.")
public interface DialActivities {

  /** Opens a connection to each port, and closes it. Changes nothing. */
  @Unattended
  Dialled dial(DialPlan plan);
}
