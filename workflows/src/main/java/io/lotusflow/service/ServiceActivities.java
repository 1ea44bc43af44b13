package io.lotusflow.service;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Units and drop-ins on systemd, supervised jobs elsewhere. Manual: build and install, step 5. */
@ActivityInterface(namePrefix = "Service.")
public interface ServiceActivities {

  /** Writes unit and drop-in; starts nothing. Unchanged files are left alone. */
  Receipt install(ServicePlan plan);

  /**
   * Starts it; done already when it runs. A service that runs with an older unit is not restarted.
   */
  ServiceStatus start(ServicePlan plan);

  /** Stops it and returns when its process is gone. */
  ServiceStatus stop(ServicePlan plan);

  ServiceStatus restart(ServicePlan plan);

  ServiceStatus status(ServicePlan plan);

  /** Stops it and removes what {@link #install} wrote. */
  Receipt uninstall(ServicePlan plan);
}
