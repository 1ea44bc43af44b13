package io.lotusflow.params;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * Proof parameters for one sector size.
 *
 * @param binary absolute path of {@code lotus}, whose {@code fetch-params} knows the digests
 * @param folder FIL_PROOFS_PARAMETER_CACHE; more than 100 GiB for 32GiB sectors
 */
public record ParamsPlan(
    Scope scope, String binary, ByteSize sectorSize, String folder, NetworkAccess access)
    implements Plan {}
