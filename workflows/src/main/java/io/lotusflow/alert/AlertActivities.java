package io.lotusflow.alert;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Unattended;
import io.temporal.activity.ActivityInterface;

/** Speaks with chat services. */
@ActivityInterface(namePrefix = "Alert.")
public interface AlertActivities {

  /**
   * Sends it, unless this host has noted that it was sent. A crash between the service's answer and
   * that note can send it a second time.
   */
  @Unattended
  Receipt send(Delivery delivery);
}
