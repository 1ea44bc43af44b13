package io.lotusflow.build;

import io.lotusflow.lotus.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a release says in its sources of what it needs and what it changes. */
public final class Release {
  /** Heights that stand for "not planned yet" have at least so many digits. */
  private static final long NOT_PLANNED = 999_999_999;

  private static final Pattern HEIGHT =
      Pattern.compile(
          "(?m)^\\s*(?:const|var)?\\s*Upgrade(\\w+)Height(?:\\s+abi\\.ChainEpoch)?\\s*=\\s*([^\\n/]+)");

  private static final Pattern TERM =
      Pattern.compile("(-?[\\d_]+)(?:\\s*\\*\\s*([\\d_]+))?|Upgrade(\\w+)Height");

  private static final Pattern API =
      Pattern.compile("(\\w+APIVersion\\d?)\\s*=\\s*newVer\\((\\d+),\\s*(\\d+),\\s*(\\d+)\\)");

  private final String commit;
  private final SourceFacts facts;
  private final UnaryOperator<String> files;

  Release(String commit, UnaryOperator<String> files) {
    this.commit = commit;
    this.facts = new SourceFacts(files);
    this.files = files;
  }

  public String commit() {
    return commit;
  }

  /** Such as {@code 1.25.7}; empty where it does not say. */
  public String goMinimum() {
    return facts.goMinimum();
  }

  /** Such as {@code 1.94.0}; empty where it pins none. */
  public String rustToolchain() {
    return facts.rustToolchain();
  }

  /**
   * Epochs from which the network goes by other rules, by the upgrades' names; planned ones only.
   */
  public Map<String, Long> upgradeHeights(Network network) {
    Map<String, Long> heights = new LinkedHashMap<>();
    String name = "params_" + (network == Network.CUSTOM ? "mainnet" : network.key()) + ".go";
    for (String folder : new String[] {"build/buildconstants/", "build/"}) {
      Matcher height = HEIGHT.matcher(files.apply(folder + name));
      while (height.find()) {
        long value = evaluated(height.group(2), heights);
        if (value >= 0 && value < NOT_PLANNED) {
          heights.put(height.group(1), value);
        }
      }
    }
    return heights;
  }

  /** Sums and products of numbers and of heights before it, as they stand in those files. */
  private static long evaluated(String expression, Map<String, Long> known) {
    long sum = 0;
    for (MatchResult term : TERM.matcher(expression).results().toList()) {
      if (term.group(3) != null) {
        sum += known.getOrDefault(term.group(3), 0L);
      } else {
        sum += number(term.group(1)) * (term.group(2) == null ? 1 : number(term.group(2)));
      }
    }
    return sum;
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace("_", ""));
  }

  /** Such as {@code FullAPIVersion1 -> 2.3.0}, {@code WorkerAPIVersion0 -> 1.7.0}. */
  public Map<String, String> apiVersions() {
    Map<String, String> versions = new LinkedHashMap<>();
    Matcher api = API.matcher(files.apply("api/version.go"));
    while (api.find()) {
      versions.put(api.group(1), api.group(2) + '.' + api.group(3) + '.' + api.group(4));
    }
    return versions;
  }

  /** The daemon's default configuration, commented out; absent before v1.13. */
  public Optional<String> daemonDefaults() {
    return documented("default-lotus-config.toml");
  }

  /** The miner's. */
  public Optional<String> minerDefaults() {
    return documented("default-lotus-miner-config.toml");
  }

  private Optional<String> documented(String file) {
    return Optional.of(files.apply("documentation/en/" + file)).filter(text -> !text.isBlank());
  }
}
