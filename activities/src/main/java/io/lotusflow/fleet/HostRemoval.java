package io.lotusflow.fleet;

import io.lotusflow.run.HostId;
import io.lotusflow.run.HostNotices;
import io.temporal.client.WorkflowClient;

/** Takes a host out of the cluster. */
public final class HostRemoval {

  private final WorkflowClient client;

  public HostRemoval(WorkflowClient client) {
    this.client = client;
  }

  /** Runs with a step there park, at once or when they come to it; nobody waits for it any more. */
  public void remove(HostId host, String name) {
    OpenProcedures runs = new OpenProcedures(client);
    HostNotices.Removed word = new HostNotices.Removed(host, name);
    runs.all().forEach(run -> runs.signal(run, "hostRemoved", word));
    new HostBook(client).remove(host);
  }
}
