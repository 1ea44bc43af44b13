package io.lotusflow.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Which Linux this is, as {@code /etc/os-release} says. */
public record OsRelease(Map<String, String> values) {

  /** Empty where there is no such file. */
  public static OsRelease read(Path file) {
    Map<String, String> values = new HashMap<>();
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .map(line -> line.split("=", 2))
            .filter(pair -> pair.length == 2)
            .forEach(pair -> values.put(pair[0], pair[1].replaceAll("^\"|\"$", "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OsRelease(Map.copyOf(values));
  }

  public String name() {
    return values.getOrDefault("PRETTY_NAME", values.getOrDefault("ID", "Linux"));
  }

  /** Whether its packages are Debian's kind. */
  public boolean isLikeDebian() {
    return family().contains("debian") || isLikeUbuntu();
  }

  boolean isLikeUbuntu() {
    return family().contains("ubuntu");
  }

  String codename() {
    return values.getOrDefault(
        "UBUNTU_CODENAME", values.getOrDefault("VERSION_CODENAME", "stable"));
  }

  private String family() {
    return values.getOrDefault("ID", "") + ' ' + values.getOrDefault("ID_LIKE", "");
  }
}
