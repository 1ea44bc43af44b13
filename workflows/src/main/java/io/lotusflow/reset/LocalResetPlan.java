package io.lotusflow.reset;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.Optional;

/**
 * The local data of a host's daemon and miner.
 *
 * @param backup what is saved before; its daemon and its miner are those that are reset, its
 *     services are stopped
 * @param distantMiner one on another machine that works with this daemon
 * @param sectorsUnknown a person has said that it may be done where nobody can tell whether the
 *     miner has sectors that live
 */
public record LocalResetPlan(
    Scope scope, BackupPlan backup, Optional<MinerPlan> distantMiner, boolean sectorsUnknown)
    implements Plan {}
