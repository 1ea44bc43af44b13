package io.lotusflow.upgrade;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** Whether the version that was in use can still take over. */
public record WayBack(Receipt receipt, boolean open) implements Reported {}
