package io.lotusflow.benchmark;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.Optional;

/**
 * A benchmark's result.
 *
 * @param file where it is kept on its host; empty in a dry run
 * @param result absent in a dry run
 */
public record Measured(Receipt receipt, String file, Optional<BenchmarkResult> result)
    implements Reported {}
