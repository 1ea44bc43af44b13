package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** A sector that was pledged. */
public record PledgedSector(Receipt receipt, long number) implements Reported {}
