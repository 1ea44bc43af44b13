package io.lotusflow.backup;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.util.List;
import java.util.Optional;

/**
 * What of a host is saved, and where.
 *
 * @param folder (0700) for one folder per backup; also LOTUS_BACKUP_BASE_PATH of the services
 * @param daemon the one of this host
 * @param miner the one of this host
 * @param services whose units are saved
 * @param passphraseFile file (0600) with the passphrase in its first line; empty = not encrypted
 */
public record BackupPlan(
    Scope scope,
    String folder,
    Optional<DaemonPlan> daemon,
    Optional<MinerPlan> miner,
    List<ServicePlan> services,
    String passphraseFile)
    implements Plan {
  public BackupPlan {
    services = List.copyOf(services);
  }
}
