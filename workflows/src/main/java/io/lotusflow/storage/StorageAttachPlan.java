package io.lotusflow.storage;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;

/**
 * Paths for a miner that runs.
 *
 * @param service of the miner, with the new paths among those that must be mounted before it starts
 */
public record StorageAttachPlan(Scope scope, StoragePlan storage, ServicePlan service)
    implements Plan {}
