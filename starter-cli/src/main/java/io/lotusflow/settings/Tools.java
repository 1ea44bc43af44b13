package io.lotusflow.settings;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.messages.Nearest;
import java.util.List;
import java.util.Optional;

/** The further programs of Lotus' Makefile. */
final class Tools {

  private static final String CHAINWATCH = "lotus-chainwatch";
  private static final String CHAINWATCH_GONE = "1.11.2";

  private static final List<String> KNOWN =
      List.of(
          "lotus-bench",
          "lotus-shed",
          "lotus-stats",
          "lotus-pcr",
          "lotus-health",
          "lotus-gateway",
          "lotus-wallet",
          "lotus-keygen",
          "lotus-sim",
          "lotus-seed",
          "lotus-fountain",
          CHAINWATCH);

  private Tools() {}

  /** What is gone, with its successor. */
  static Optional<Refused> complaint(String tool, LotusVersion version) {
    return tool.equals(CHAINWATCH) && version.atLeast(CHAINWATCH_GONE)
        ? Optional.of(new Refused("chainwatch-gone"))
        : Optional.empty();
  }

  /** A fork may have tools of its own. */
  static Optional<Refused> doubt(String tool) {
    return KNOWN.contains(tool)
        ? Optional.empty()
        : Optional.of(new Refused("tool-unknown", Nearest.to(tool, KNOWN), tool));
  }
}
