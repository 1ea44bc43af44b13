package io.lotusflow.alert;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/** One alert for all of the scope's targets. */
public record AlertPlan(Scope scope, Alert alert) implements Plan {}
