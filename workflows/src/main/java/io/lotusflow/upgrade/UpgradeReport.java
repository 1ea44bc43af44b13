package io.lotusflow.upgrade;

import io.lotusflow.chain.Outage;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;
import java.util.Optional;

/**
 * What an upgrade came to.
 *
 * @param version in use now
 * @param before in use before
 * @param outage of the daemons, seen from outside
 * @param minerOutage of the miners
 * @param backups folders
 * @param wedged sectors that stand still after the outage
 */
public record UpgradeReport(
    Receipt receipt,
    String version,
    String before,
    Optional<Outage> outage,
    Optional<Outage> minerOutage,
    List<String> backups,
    List<Long> wedged)
    implements Reported {
  public UpgradeReport {
    backups = List.copyOf(backups);
    wedged = List.copyOf(wedged);
  }
}
