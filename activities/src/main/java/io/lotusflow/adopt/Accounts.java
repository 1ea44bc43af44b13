package io.lotusflow.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code /etc/passwd}, line by line. */
record Accounts(List<String[]> lines) {

  static Accounts read(Path file) {
    try {
      return new Accounts(
          Files.readAllLines(file).stream()
              .map(line -> line.split(":", -1))
              .filter(fields -> fields.length >= 6)
              .toList());
    } catch (IOException unreadable) {
      return new Accounts(List.of());
    }
  }

  /** The number itself where it has no name. */
  String name(String uid) {
    return lines.stream()
        .filter(fields -> fields[2].equals(uid))
        .map(fields -> fields[0])
        .findFirst()
        .orElse(uid);
  }

  String home(String uid) {
    return find(2, uid).orElse("");
  }

  String homeOf(String name) {
    return find(0, name).orElse("");
  }

  private Optional<String> find(int field, String value) {
    return lines.stream()
        .filter(fields -> fields[field].equals(value))
        .map(fields -> fields[5])
        .findFirst();
  }
}
