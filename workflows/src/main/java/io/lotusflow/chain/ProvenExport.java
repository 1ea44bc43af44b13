package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.Optional;

/**
 * An export that was read to its last byte and holds what was asked for; not under its name yet.
 *
 * @param verdict absent in a dry run
 */
public record ProvenExport(Receipt receipt, Optional<Verdict> verdict) implements Reported {}
