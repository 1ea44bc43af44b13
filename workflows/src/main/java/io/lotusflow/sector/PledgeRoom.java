package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;
import java.util.Optional;

/**
 * Whether one more sector can be pledged now.
 *
 * @param missing what is in the way; empty if nothing is
 * @param arguments of its texts
 */
public record PledgeRoom(Receipt receipt, Optional<SectorProblem> missing, List<String> arguments)
    implements Reported {

  public PledgeRoom {
    arguments = List.copyOf(arguments);
  }
}
