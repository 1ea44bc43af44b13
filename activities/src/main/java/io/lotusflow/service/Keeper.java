package io.lotusflow.service;

import io.lotusflow.run.Receipt;
import java.time.Duration;

/** Who keeps services alive on this host. */
interface Keeper {

  /** Makes the service known; starts nothing. What is as it should be is left alone. */
  Receipt install(ServiceUnit unit, boolean dryRun);

  /** Starts it and returns when its process runs; does nothing if it runs. */
  void start(ServiceUnit unit, Runnable heartbeat);

  /** Stops it politely, kills it after its time, and returns when its process is gone. */
  void stop(ServiceUnit unit, Runnable heartbeat);

  ServiceState state(ServiceUnit unit);

  /** Removes what {@link #install} wrote. To be stopped first. */
  Receipt uninstall(ServiceUnit unit, boolean dryRun);

  /** The command that an operator would type for it. */
  String spelled(String act, ServiceUnit unit);

  /** How long an act may take before it counts as hung. */
  static Duration patience(ServiceUnit unit) {
    return unit.stopTimeout().plusMinutes(1);
  }
}
