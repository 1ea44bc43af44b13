package io.lotusflow.storage;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;

/** One path after the other; nothing needs a restart. */
public final class StorageAttachWorkflowImpl implements StorageAttachWorkflow {

  @Override
  public Receipt attach(StorageAttachPlan plan) {
    StorageActivities storage = Steps.on(plan.scope().host(), StorageActivities.class);
    for (StoragePath path : plan.storage().paths()) {
      storage.attach(plan.storage(), path);
    }
    ServiceActivities services = Steps.on(plan.scope().host(), ServiceActivities.class);
    // A miner that somebody keeps alive in another way gets no unit of ours.
    if (services.status(plan.service()).installed()) {
      services.install(plan.service());
    }
    return Receipt.done("%d paths".formatted(plan.storage().paths().size()));
  }
}
