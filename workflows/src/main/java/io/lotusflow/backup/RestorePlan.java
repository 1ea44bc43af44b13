package io.lotusflow.backup;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * What is put back of a backup.
 *
 * @param where the host's repositories and services are, and the passphrase
 * @param folder of the backup
 * @param configurations those too; the ones that are there are kept beside
 */
public record RestorePlan(Scope scope, BackupPlan where, String folder, boolean configurations)
    implements Plan {}
