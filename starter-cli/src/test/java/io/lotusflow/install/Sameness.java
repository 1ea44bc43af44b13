package io.lotusflow.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of a text what differs between two installs that are alike. */
final class Sameness {

  private static final Map<Pattern, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(Pattern.compile("git\\.[0-9a-f]{7,40}"), "git.COMMIT");
    NAMES.put(Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\\b"), "UUID");
    NAMES.put(Pattern.compile("\\b[tf]3[a-z2-7]{84}\\b"), "ADDRESS");
    NAMES.put(Pattern.compile("\\b[tf]0\\d{4,}\\b"), "ACTOR");
    NAMES.put(Pattern.compile("\\.before-[0-9a-f]+"), ".before-DIGEST");
    NAMES.put(Pattern.compile("\\bbafy[a-z2-7]{50,}"), "CID");
  }

  private final Path folder;
  private final Map<String, String> ports = new LinkedHashMap<>();

  Sameness(Path folder) {
    this.folder = folder;
    for (String line : lines(folder.resolve("ports.properties"))) {
      if (line.matches("[a-z0-9-]+=\\d+")) {
        ports.put(line.substring(line.indexOf('=') + 1), line.substring(0, line.indexOf('=')));
      }
    }
  }

  private static Iterable<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String of(String text) {
    String same = text.replace(folder.getParent().toString(), "STATE");
    for (Map.Entry<String, String> port : ports.entrySet()) {
      same = same.replaceAll("\\b" + port.getKey() + "\\b", "PORT-" + port.getValue());
    }
    for (Map.Entry<Pattern, String> name : NAMES.entrySet()) {
      same = name.getKey().matcher(same).replaceAll(name.getValue());
    }
    return same;
  }
}
