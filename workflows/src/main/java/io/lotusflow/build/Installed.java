package io.lotusflow.build;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A version in its own folder.
 *
 * @param bin {@code <prefix>/versions/<label>/bin}
 */
public record Installed(Receipt receipt, LotusVersion version, String label, String bin)
    implements Reported {}
