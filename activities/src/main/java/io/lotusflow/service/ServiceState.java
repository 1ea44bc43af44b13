package io.lotusflow.service;

import io.lotusflow.run.Receipt;
import java.time.Instant;
import java.util.Optional;

/** A service as its keeper sees it; for the fields see {@link ServiceStatus}. */
record ServiceState(
    boolean installed, boolean running, long pid, Optional<Instant> since, int restarts) {

  ServiceStatus with(Receipt receipt) {
    return new ServiceStatus(receipt, installed, running, pid, since, restarts);
  }
}
