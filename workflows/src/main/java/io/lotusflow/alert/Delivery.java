package io.lotusflow.alert;

import io.lotusflow.run.Scope;

/** One alert for one target. */
public record Delivery(Scope scope, Alert alert, AlertTarget target) {}
