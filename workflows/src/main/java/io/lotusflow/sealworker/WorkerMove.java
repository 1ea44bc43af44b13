package io.lotusflow.sealworker;

import io.lotusflow.service.ServicePlan;

/**
 * Where a seal worker shall go.
 *
 * @param worker the same one with its new folder
 * @param service its unit then
 */
public record WorkerMove(SealWorker worker, ServicePlan service) {}
