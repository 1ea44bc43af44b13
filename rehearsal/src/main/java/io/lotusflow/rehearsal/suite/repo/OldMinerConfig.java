package io.lotusflow.rehearsal.suite.repo;

import java.util.Locale;
import java.util.Map;

/**
 * The miner's {@code config.toml} up to v1.12: with each change of a setting Lotus writes the whole
 * file, every key it knows and no comment. Keys and defaults are those of v1.1.2.
 */
public final class OldMinerConfig {
  private static final String DEFAULTS =
      """
      [API]
        ListenAddress = "/ip4/127.0.0.1/tcp/2345/http"
        RemoteListenAddress = "127.0.0.1:2345"
        Timeout = "30s"

      [Libp2p]
        ListenAddresses = ["/ip4/0.0.0.0/tcp/0", "/ip6/::/tcp/0"]
        AnnounceAddresses = []
        NoAnnounceAddresses = []
        ConnMgrLow = 150
        ConnMgrHigh = 180
        ConnMgrGrace = "20s"

      [Pubsub]
        Bootstrapper = false
        RemoteTracer = "/dns4/pubsub-tracer.filecoin.io/tcp/4001/p2p/QmTd6UvR47vUidRNZ1ZKXHrAFhqTJAD27rKL9XYghEKgKX"

      [Dealmaking]
        ConsiderOnlineStorageDeals = true
        ConsiderOfflineStorageDeals = true
        ConsiderOnlineRetrievalDeals = true
        ConsiderOfflineRetrievalDeals = true
        PieceCidBlocklist = []
        ExpectedSealDuration = "24h0m0s"
        Filter = ""
        RetrievalFilter = ""

      [Sealing]
        MaxWaitDealsSectors = 2
        MaxSealingSectors = 0
        MaxSealingSectorsForDeals = 0
        WaitDealsDelay = "6h0m0s"

      [Storage]
        ParallelFetchLimit = 10
        AllowAddPiece = true
        AllowPreCommit1 = true
        AllowPreCommit2 = true
        AllowCommit = true
        AllowUnseal = true

      [Fees]
        MaxPreCommitGasFee = "0.025 FIL"
        MaxCommitGasFee = "0.05 FIL"
        MaxWindowPoStGasFee = "5 FIL"
        MaxPublishDealsFee = "0.05 FIL"
        MaxMarketBalanceAddFee = "0.007 FIL"
      """;

  private OldMinerConfig() {}

  /** What {@code init} writes: sections are live, every key is a comment. */
  public static String text() {
    StringBuilder text = new StringBuilder("# Default config:\n");
    DEFAULTS
        .lines()
        .forEach(line -> text.append(line.startsWith("[") ? "" : "#").append(line).append('\n'));
    return text.append('#').toString();
  }

  /**
   * The whole file, with some keys changed.
   *
   * @param now what the file sets
   * @param changes values as TOML by key, of {@code [Dealmaking]}
   */
  public static String rewritten(NodeConfig now, Map<String, String> changes) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (String line : DEFAULTS.lines().toList()) {
      int equals = line.indexOf(" = ");
      if (equals < 0) {
        section = line.startsWith("[") ? line.substring(1, line.length() - 1) : section;
        text.append(line);
      } else {
        String key = line.substring(0, equals).strip();
        String written = now.written(section, key).orElse(line.substring(equals + 3));
        String value = section.equals("Dealmaking") ? changes.getOrDefault(key, written) : written;
        text.append(line, 0, equals + 3).append(normal(value));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Go writes an hour as 1h0m0s. */
  private static String normal(String value) {
    String duration = value.toLowerCase(Locale.ROOT);
    if (duration.matches("\"\\d+h\"")) {
      return duration.replace("h\"", "h0m0s\"");
    }
    return duration.matches("\"\\d+m\"") ? duration.replace("m\"", "m0s\"") : value;
  }
}
