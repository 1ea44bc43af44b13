package io.lotusflow.worker;

import io.lotusflow.messages.Language;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Options of the supervisor and the worker, as {@code --name=value}.
 *
 * @param words what is no option: the sub-command
 */
record UpOptions(List<String> words, Map<String, String> values) {

  static final String METRICS_PORT = "LOTUSFLOW_METRICS_PORT";

  private static final Set<String> KNOWN =
      Set.of(
          "port",
          "ui-port",
          "codec-port",
          "keys",
          "address",
          "namespace",
          "embedded",
          "worker-only",
          "lang",
          "worker-main",
          "hung-after",
          "metrics-port",
          "json");

  UpOptions {
    words = List.copyOf(words);
    values = Map.copyOf(values);
  }

  static UpOptions parse(List<String> arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        String[] parts = argument.substring(2).split("=", 2);
        if (!KNOWN.contains(parts[0])) {
          throw new IllegalArgumentException("unknown option " + argument);
        }
        values.put(parts[0], parts.length == 2 ? parts[1] : "");
      } else {
        words.add(argument);
      }
    }
    return new UpOptions(words, values);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<String> address() {
    return value("address");
  }

  Optional<String> namespace() {
    return value("namespace");
  }

  boolean embedded() {
    return values.containsKey("embedded");
  }

  /** No server is to be started, whatever is named or not. */
  boolean workerOnly() {
    return values.containsKey("worker-only");
  }

  boolean forAProgram() {
    return values.containsKey("json");
  }

  /** As given, for the supervisor itself: what it says, its log keeps. */
  List<String> ofSupervisor() {
    return values.entrySet().stream()
        .filter(option -> !option.getKey().equals("json"))
        .sorted(Map.Entry.comparingByKey())
        .map(option -> "--" + option.getKey() + '=' + option.getValue())
        .toList();
  }

  /** Of what people read; English unless given. */
  Language language() {
    return value("lang")
        .filter(Language.CHINESE.tag()::equals)
        .map(chinese -> Language.CHINESE)
        .orElse(Language.ENGLISH);
  }

  /** Where the worker shows its figures; without it, it has none. */
  Optional<Integer> metricsPort(Map<String, String> env) {
    return port("metrics-port", env, METRICS_PORT);
  }

  /** A port given as option or else as variable. */
  Optional<Integer> port(String option, Map<String, String> env, String variable) {
    return value(option)
        .or(() -> Optional.ofNullable(env.get(variable)))
        .filter(text -> !text.isBlank())
        .map(text -> port(option, text));
  }

  private static int port(String option, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--%s is no port: \"%s\"".formatted(option, text), e);
    }
    throw new IllegalArgumentException("--%s is no port: \"%s\"".formatted(option, text));
  }
}
