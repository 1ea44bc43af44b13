package io.lotusflow.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One way in which root is called: a program and, word by word, what it may be given.
 *
 * @param words a name in braces stands for what differs ({@code {unit}}), {@code {a|b}} for one of
 *     these; dots after the last one say that it may come again
 */
public record RootAct(Need need, String program, List<String> words) {

  /** What an operator allows, or not. */
  public enum Need {
    /** Start, stop and enable units that are there already. */
    SERVICES(false),
    /** Ports that {@code network open} opens, and closes again. */
    FIREWALL(false),
    /** Jobs as units of their own; without it they are sessions. */
    JOBS(true),
    /** Units, packages, swap, folders outside of one's own. */
    PREPARE(true),
    /** Only by lotusflow when it is root itself: never through {@code sudo}. */
    ROOT_ITSELF(true);

    private final boolean asGoodAsRoot;

    Need(boolean asGoodAsRoot) {
      this.asGoodAsRoot = asGoodAsRoot;
    }

    /** Whether a program that has taken the user over can make itself root by it. */
    public boolean isAsGoodAsRoot() {
      return asGoodAsRoot;
    }

    /** As in {@code --allow}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String REPEATED = "...";
  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  /**
   * What stands for what. No unit of lotusflow's own, of which root's runs what it is told: {@code
   * lotusflow.service}, {@code lotusflow@root.service}. No blank in any: {@code sudo} compares all
   * words as one text.
   */
  private static final Map<String, String> PARTS =
      Map.of(
          "unit", "lotus-[A-Za-z0-9_.-]+\\.service",
          "path", "/[^ ]+",
          "word", "[A-Za-z0-9@%+:=~._-]+",
          "number", "[0-9]+",
          "network", "[0-9a-fA-F.:/]+",
          "text", "[^ ]+",
          "anything", ".*",
          "user", "[A-Za-z_][A-Za-z0-9_.-]*");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "unit", "lotus-daemon.service",
          "path", "/srv/lotus",
          "word", "node-1",
          "number", "1",
          "network", "10.0.0.0/24",
          "text", "text",
          "anything", "text");

  public RootAct {
    words = List.copyOf(words);
  }

  static RootAct of(Need need, String line) {
    List<String> words = List.of(line.split(" "));
    return new RootAct(need, words.get(0), words.subList(1, words.size()));
  }

  /** Whether this is such a call. Paths may hold blanks here, and units have any name. */
  boolean covers(List<String> argv) {
    if (!argv.get(0).equals(program) || argv.size() <= words.size() - 1) {
      return false;
    }
    boolean repeats = !words.isEmpty() && words.get(words.size() - 1).endsWith(REPEATED);
    if (argv.size() != words.size() + 1 && !(repeats && argv.size() > words.size())) {
      return false;
    }
    for (int i = 1; i < argv.size(); i++) {
      String word = words.get(Math.min(i, words.size()) - 1);
      if (!argv.get(i).matches(pattern(word, LOOSE))) {
        return false;
      }
    }
    return true;
  }

  private static final Map<String, String> LOOSE =
      Map.of(
          "unit", "[^/]+\\.service",
          "path", "/(?s:.+)",
          "text", "(?s:.*)",
          "anything", "(?s:.*)");

  /** The words as a regular expression of sudoers, for one user. */
  String sudoersPattern(String user) {
    List<String> all = new ArrayList<>();
    for (String word : words) {
      String one = pattern(word, Map.of("user", literal(user)));
      all.add(word.endsWith(REPEATED) ? one + "( " + one + ")*" : one);
    }
    return all.isEmpty() ? "\"\"" : '^' + String.join(" ", all) + '$';
  }

  /** A call of this shape. */
  List<String> example(String user) {
    List<String> argv = new ArrayList<>(List.of(program));
    for (String word : words) {
      Matcher parts = PART.matcher(word.replace(REPEATED, ""));
      argv.add(
          parts.replaceAll(
              part ->
                  Matcher.quoteReplacement(
                      part.group(1).equals("user")
                          ? user
                          : EXAMPLES.getOrDefault(
                              part.group(1), part.group(1).replaceAll("\\|.*", "")))));
    }
    return argv;
  }

  private static String pattern(String word, Map<String, String> first) {
    String text = word.endsWith(REPEATED) ? word.replace(REPEATED, "") : word;
    StringBuilder pattern = new StringBuilder();
    Matcher parts = PART.matcher(text);
    int from = 0;
    while (parts.find()) {
      pattern.append(literal(text.substring(from, parts.start())));
      String name = parts.group(1);
      pattern.append(
          name.contains("|")
              ? '('
                  + Pattern.compile("\\|")
                      .splitAsStream(name)
                      .map(RootAct::literal)
                      .collect(Collectors.joining("|"))
                  + ')'
              : first.getOrDefault(name, PARTS.get(name)));
      from = parts.end();
    }
    return pattern.append(literal(text.substring(from))).toString();
  }

  private static String literal(String text) {
    return text.replaceAll("([.+*?()\\[\\]{}|^$\\\\])", "\\\\$1");
  }
}
