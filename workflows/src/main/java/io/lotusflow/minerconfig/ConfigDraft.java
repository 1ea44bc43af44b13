package io.lotusflow.minerconfig;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What a change of the configuration comes to.
 *
 * @param before digest of the file as it is; empty if there is none
 * @param changes whether any key gets another value
 * @param restarts whether one of them acts only after a restart
 */
public record ConfigDraft(Receipt receipt, String before, boolean changes, boolean restarts)
    implements Reported {}
