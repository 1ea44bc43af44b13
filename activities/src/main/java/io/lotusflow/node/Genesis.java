package io.lotusflow.node;

import io.lotusflow.network.Download;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The genesis file of a custom network; a few MiB, fetched in one go. */
final class Genesis {
  private Genesis() {}

  /** Whether the file is where the daemon will look for it. */
  static boolean isThere(DaemonPlan plan) {
    return plan.genesis().isEmpty() || Files.isRegularFile(Path.of(plan.genesisFile()));
  }

  static void fetch(DaemonPlan plan) {
    Path file = Path.of(plan.genesisFile());
    if (plan.genesis().equals(plan.genesisFile())) {
      throw NodeProblem.GENESIS_MISSING.because(file, "no such file");
    }
    Path draft = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.deleteIfExists(draft);
      new Download(plan.access()).fetch(URI.create(plan.genesis()), draft, () -> {});
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw NodeProblem.GENESIS_MISSING.because(plan.genesis(), e.getMessage());
    }
  }
}
