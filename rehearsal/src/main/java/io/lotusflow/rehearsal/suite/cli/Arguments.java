package io.lotusflow.rehearsal.suite.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flags and positional arguments of one command, read as Go reads them: flags end at the first
 * argument that is none.
 */
public final class Arguments {
  private final Map<String, List<String>> flags = new HashMap<>();
  private final List<String> positional = new ArrayList<>();

  /** Thrown with Go's words for a flag that is unknown or lacks its value. */
  static final class UsageException extends RuntimeException {
    UsageException(String message) {
      super(message);
    }
  }

  static Arguments parse(Commands.Entry entry, List<String> words) {
    Arguments arguments = new Arguments();
    int at = 0;
    while (at < words.size() && isFlag(words.get(at))) {
      if (words.get(at).equals("--")) {
        at++;
        break;
      }
      at += arguments.flag(entry, words, at);
    }
    arguments.positional.addAll(words.subList(at, words.size()));
    return arguments;
  }

  private static boolean isFlag(String word) {
    return word.length() > 1 && word.startsWith("-");
  }

  private int flag(Commands.Entry entry, List<String> words, int at) {
    String word = words.get(at).substring(words.get(at).startsWith("--") ? 2 : 1);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Commands.Option option = find(entry, name);
    if (equals >= 0) {
      put(option, word.substring(equals + 1));
      return 1;
    }
    if (!option.takesValue()) {
      put(option, "true");
      return 1;
    }
    if (at + 1 >= words.size()) {
      throw new UsageException("flag needs an argument: -" + name);
    }
    put(option, words.get(at + 1));
    return 2;
  }

  private static Commands.Option find(Commands.Entry entry, String name) {
    for (Commands.Option option : entry.options()) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    if (name.equals("help") || name.equals("h")) {
      return new Commands.Option(List.of("help"), false, "", "");
    }
    throw new UsageException("flag provided but not defined: -" + name);
  }

  private void put(Commands.Option option, String value) {
    String name = option.names().get(0);
    if (!option.takesValue() && !value.equals("true") && !value.equals("false")) {
      throw new UsageException(
          "invalid boolean value \"" + value + "\" for -" + name + ": parse error");
    }
    flags.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  /** The last value given for the flag, by its first name. */
  public Optional<String> value(String name) {
    List<String> values = flags.get(name);
    return values == null ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** All values given for the flag, also those in one word with commas. */
  public List<String> values(String name) {
    List<String> all = new ArrayList<>();
    for (String value : flags.getOrDefault(name, List.of())) {
      all.addAll(List.of(value.split(",", -1)));
    }
    return all;
  }

  public boolean isTrue(String name) {
    return value(name).orElse("false").equals("true");
  }

  public List<String> positional() {
    return positional;
  }

  /** The only argument; without it, or with more, the command ends with Lotus' words. */
  public String only() {
    require(1);
    return positional.get(0);
  }

  public void require(int count) {
    if (positional.size() != count) {
      throw new CliException(
          "incorrect number of arguments, expected " + count + ", got " + positional.size());
    }
  }
}
