package io.lotusflow.node;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** An API that answers, with the version it says it is. */
public record ApiUp(Receipt receipt, String version) implements Reported {}
