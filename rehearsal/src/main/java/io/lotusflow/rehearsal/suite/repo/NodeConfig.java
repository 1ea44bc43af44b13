package io.lotusflow.rehearsal.suite.repo;

import io.lotusflow.rehearsal.suite.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values that a config.toml sets, by {@code section.key} without regard to case; {@code
 * LOTUS_SECTION_KEY} in the environment comes before the file. Keys nobody knows are ignored in
 * silence, as Lotus does.
 */
public final class NodeConfig {
  private final Map<String, String> values = new HashMap<>();

  private NodeConfig() {}

  /** A file that is not there sets nothing; one that is no TOML ends the command. */
  public static NodeConfig read(Path file) {
    NodeConfig config = new NodeConfig();
    if (Files.exists(file)) {
      try {
        config.parse(Files.readString(file, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + file, e);
      }
    }
    return config;
  }

  private void parse(String text) {
    String section = "";
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = withoutComment(lines.get(i)).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1).strip();
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        throw malformed(i + 1, line);
      }
      StringBuilder value = new StringBuilder(line.substring(equals + 1).strip());
      int first = i + 1;
      while (value.toString().startsWith("[")
          && !value.toString().endsWith("]")
          && i + 1 < lines.size()) {
        value.append(' ').append(withoutComment(lines.get(++i)).strip());
      }
      if (!isValue(value.toString())) {
        throw malformed(first, line);
      }
      values.put(key(section, line.substring(0, equals).strip()), value.toString());
    }
  }

  private static boolean isValue(String value) {
    return !value.isEmpty()
        && (value.startsWith("\"") ? value.length() > 1 && value.endsWith("\"") : true)
        && (value.startsWith("[") ? value.endsWith("]") : true)
        && (Character.isLetter(value.charAt(0))
            ? value.equals("true") || value.equals("false")
            : true);
  }

  private static CliException malformed(int line, String text) {
    return new CliException(
        "initializing node: applying node options failed: failed to load config: toml: line "
            + line
            + ": unexpected \""
            + text
            + "\"");
  }

  private static String withoutComment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (line.charAt(i) == '#' && !quoted) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private static String key(String section, String name) {
    return (section + "." + name).toLowerCase(Locale.ROOT);
  }

  /** Whether the file itself sets the key. */
  public boolean sets(String section, String name) {
    return values.containsKey(key(section, name));
  }

  /** What the file itself sets, as it is written there. */
  Optional<String> written(String section, String name) {
    return Optional.ofNullable(values.get(key(section, name)));
  }

  public Optional<String> text(String section, String name) {
    return raw(section, name).map(NodeConfig::unquoted);
  }

  public Optional<List<String>> list(String section, String name) {
    Optional<String> raw = raw(section, name);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    String inner =
        raw.get().startsWith("[") ? raw.get().substring(1, raw.get().length() - 1) : raw.get();
    List<String> list = new ArrayList<>();
    for (String element : inner.split(",", -1)) {
      if (!element.isBlank()) {
        list.add(unquoted(element.strip()));
      }
    }
    return Optional.of(list);
  }

  private Optional<String> raw(String section, String name) {
    if (DefaultConfig.hasLost(name)) {
      return Optional.empty();
    }
    String variable = "LOTUS_" + (section.replace('.', '_') + "_" + name).toUpperCase(Locale.ROOT);
    String given = System.getenv(variable);
    return Optional.ofNullable(given != null ? given : values.get(key(section, name)));
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
