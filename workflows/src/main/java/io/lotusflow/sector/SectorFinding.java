package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What is the matter with one sector.
 *
 * @param target the state that it would be given; empty if none
 * @param because what was seen, in one line
 */
public record SectorFinding(
    Receipt receipt, SectorAt sector, SectorCase what, String target, String because)
    implements Reported {}
