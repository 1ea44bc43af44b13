package io.lotusflow.benchmark;

import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that a run of {@code lotus-bench} has printed; what counts in it is not only the result. */
record BenchmarkLog(String text) {

  /** A proof that was computed and is wrong is logged, and measured all the same. */
  private static final String WRONG_PROOF = "post verification failed";

  /** As the proofs' library has it: {@code FFT: Device 0: GeForce RTX 2080 Ti}. */
  private static final Pattern DEVICE =
      Pattern.compile("(?:FFT|Multiexp): Device \\d+: ([^\\r\\n]+?)(?: \\(Chunk-size.*)?$");

  private static final String NO_GPU = "Cannot instantiate GPU";

  static BenchmarkLog read(Path log) {
    try {
      return new BenchmarkLog(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line that tells of it. */
  Optional<String> wrongProof() {
    return text.lines()
        .filter(line -> line.contains(WRONG_PROOF))
        .map(Redactor::redact)
        .findFirst();
  }

  /** GPUs that were worked with, by name; empty if it speaks of none. */
  String gpus() {
    return text.lines()
        .map(DEVICE::matcher)
        .filter(found -> found.find())
        .map(found -> found.group(1).strip())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether a GPU was tried in vain, and the CPU did its work. */
  boolean fellBackToCpu() {
    return text.contains(NO_GPU);
  }
}
