package io.lotusflow.sector;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** The miner that a batch is pledged with. */
public record PledgeGround(Receipt receipt, String actor, ByteSize sectorSize)
    implements Reported {}
