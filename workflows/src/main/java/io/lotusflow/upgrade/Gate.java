package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;

/**
 * What must hold once all runs again.
 *
 * @param version that daemon and miner must be
 * @param before the host before the upgrade
 */
public record Gate(Scope scope, HostUpgrade host, InUse before, Installed version, Duration within)
    implements Plan {}
