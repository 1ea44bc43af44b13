package io.lotusflow.firewall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Executables;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What filters incoming connections here.
 *
 * @param chains of nftables that do
 */
public record Firewall(Kind kind, List<Chain> chains) {
  private static final Duration MOMENT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who keeps the rules. */
  public enum Kind {
    /** Nothing is filtered: there is nothing to open, and nothing is ever switched on. */
    NONE,
    UFW,
    NFTABLES,
    /** Rules that {@code iptables} keeps, and would not know again if others changed them. */
    IPTABLES,
    /** We may not look. */
    UNKNOWN
  }

  /** A chain that sees what comes in. */
  public record Chain(String family, String table, String name) {}

  public Firewall {
    chains = List.copyOf(chains);
  }

  /** Looks; wants root. */
  public static Firewall here() {
    if (has("ufw") && said("ufw", "status").contains("Status: active")) {
      return new Firewall(Kind.UFW, List.of());
    }
    if (filters(oldRules())) {
      return new Firewall(Kind.IPTABLES, List.of());
    }
    if (!has("nft")) {
      return new Firewall(Kind.NONE, List.of());
    }
    String rules = said("nft", "--json", "list", "ruleset");
    if (rules.isEmpty()) {
      return new Firewall(Kind.UNKNOWN, List.of());
    }
    boolean foreign = said("nft", "list", "ruleset").contains("managed by iptables");
    List<Chain> chains = filtering(rules);
    Kind kind = chains.isEmpty() ? Kind.NONE : foreign ? Kind.IPTABLES : Kind.NFTABLES;
    return new Firewall(kind, chains);
  }

  /**
   * What nftables does not show. Not asked where there can be nothing: some versions of the program
   * make the tables that they are asked for.
   */
  private static String oldRules() {
    if (has("nft")) {
      boolean legacy = loaded("filter") && has("iptables-legacy");
      return legacy ? said("iptables-legacy", "-S", "INPUT") : "";
    }
    return has("iptables") ? said("iptables", "-S", "INPUT") : "";
  }

  private static boolean loaded(String table) {
    try {
      return Files.readAllLines(Path.of("/proc/net/ip_tables_names")).contains(table);
    } catch (IOException noneOrNotOurs) {
      return false;
    }
  }

  /** Chains of the hook {@code input} that let some things not pass. */
  static List<Chain> filtering(String ruleset) {
    List<Chain> chains = new ArrayList<>();
    try {
      JsonNode all = JSON.readTree(ruleset).path("nftables");
      for (JsonNode entry : all) {
        JsonNode chain = entry.path("chain");
        if (chain.path("hook").asText().equals("input") && filters(chain, all)) {
          chains.add(
              new Chain(
                  chain.path("family").asText(),
                  chain.path("table").asText(),
                  chain.path("name").asText()));
        }
      }
    } catch (JsonProcessingException unreadable) {
      return List.of();
    }
    return chains;
  }

  /** As {@code iptables -S} prints them. */
  private static boolean filters(String rules) {
    return rules.lines().anyMatch(line -> line.matches("-P INPUT DROP|.*-j (DROP|REJECT)\\b.*"));
  }

  /** By its policy, or by a rule of its own or of a chain that it leads to. */
  private static boolean filters(JsonNode chain, JsonNode all) {
    return chain.path("policy").asText().equals("drop")
        || drops(
            chain.path("family"), chain.path("table"), chain.path("name"), all, new HashSet<>());
  }

  private static boolean drops(
      JsonNode family, JsonNode table, JsonNode chain, JsonNode all, Set<JsonNode> seen) {
    if (!seen.add(chain)) {
      return false;
    }
    for (JsonNode entry : all) {
      JsonNode rule = entry.path("rule");
      boolean own =
          rule.path("family").equals(family)
              && rule.path("table").equals(table)
              && rule.path("chain").equals(chain);
      if (own && (rule.findValue("drop") != null || rule.findValue("reject") != null)) {
        return true;
      }
      if (own
          && rule.findValues("target").stream()
              .anyMatch(target -> drops(family, table, target, all, seen))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a rule lets everybody through to a port; only what is plain to see is seen. */
  public boolean letsIn(WantedPort port) {
    return switch (kind) {
      case NONE -> true;
      case UFW -> has(port, "Anywhere");
      case NFTABLES, IPTABLES ->
          said("nft", "list", "ruleset")
              .lines()
              .anyMatch(
                  line ->
                      line.contains(port.transport() + " dport")
                          && !line.contains("saddr")
                          && line.matches(".*\\b" + port.port() + "\\b.*accept.*"));
      case UNKNOWN -> false;
    };
  }

  /**
   * Whether ufw has the very rule, whoever gave it: to be told again, it would only put our comment
   * to it. Nftables takes the same rule twice.
   *
   * @param from a network, or {@code Anywhere}
   */
  public boolean has(WantedPort port, String from) {
    return kind == Kind.UFW
        && said("ufw", "status").lines().anyMatch(line -> allows(line, port, from));
  }

  /**
   * @param line such as {@code 1234/tcp ALLOW 10.0.0.0/24 # api}
   */
  static boolean allows(String line, WantedPort port, String from) {
    return line.matches(
        "\\s*%d(/%s)?( \\(v6\\))?\\s+ALLOW( IN)?\\s+%s( \\(v6\\))?\\s*(#.*)?"
            .formatted(port.port(), port.transport(), Pattern.quote(from)));
  }

  /**
   * What lets it through.
   *
   * @param from a network such as {@code 10.0.0.0/24}; empty = everybody
   * @param mark by which the rule is found again: {@link Opening#mark}
   */
  public List<Command> opening(WantedPort port, String from, String mark) {
    return switch (kind) {
      case UFW -> List.of(root(ufw(port, from, mark)));
      case NFTABLES ->
          chains.stream()
              .filter(chain -> from.isEmpty() || speaks(chain, from))
              .map(chain -> root(insert(chain, port, from, mark)))
              .toList();
      case NONE, IPTABLES, UNKNOWN -> List.of();
    };
  }

  private static boolean speaks(Chain chain, String from) {
    boolean six = from.indexOf(':') >= 0;
    return chain.family().equals("inet") || chain.family().equals(six ? "ip6" : "ip");
  }

  private static List<String> ufw(WantedPort port, String from, String mark) {
    List<String> argv = new ArrayList<>(List.of("ufw", "allow", "proto", port.transport()));
    argv.addAll(List.of("from", from.isEmpty() ? "any" : from, "to", "any"));
    argv.addAll(List.of("port", Integer.toString(port.port()), "comment", mark));
    return argv;
  }

  /** At the front of the very chain: one that accepts in a table of its own overrules no other. */
  private static List<String> insert(Chain chain, WantedPort port, String from, String mark) {
    List<String> argv =
        new ArrayList<>(
            List.of("nft", "insert", "rule", chain.family(), chain.table(), chain.name()));
    if (!from.isEmpty()) {
      argv.addAll(List.of(from.indexOf(':') >= 0 ? "ip6" : "ip", "saddr", from));
    }
    argv.addAll(List.of(port.transport(), "dport", Integer.toString(port.port()), "accept"));
    argv.addAll(List.of("comment", '"' + mark + '"'));
    return argv;
  }

  private static Command root(List<String> argv) {
    return Command.of(MOMENT, argv).withRoot();
  }

  private static boolean has(String program) {
    return Executables.find(program, Command.BASE_ENVIRONMENT).isPresent();
  }

  /** Empty if it may not be asked. */
  private static String said(String... argv) {
    try {
      return new Programs().run(Command.of(MOMENT, Stream.of(argv).toList()).withRoot()).stdout();
    } catch (CommandFailed refused) {
      return "";
    }
  }
}
