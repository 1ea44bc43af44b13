package io.lotusflow.migration;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a migration starts from.
 *
 * @param bytes to be copied
 * @param sectors of which there are files
 * @param switched the miner uses the new paths already: an earlier run got so far
 * @param leftDown the miner is stopped, and it was an earlier run that stopped it
 * @param ids of the paths as storage; older histories have none
 */
public record MigrationGround(
    Receipt receipt, long bytes, int sectors, boolean switched, boolean leftDown, List<String> ids)
    implements Reported {
  public MigrationGround {
    ids = ids == null ? List.of() : List.copyOf(ids);
  }
}
