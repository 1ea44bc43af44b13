package io.lotusflow.rehearsal.suite.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whom a fault befalls, and its number, read from the words of its file. */
record Aim(List<String> words) {
  static Aim of(String content) {
    return new Aim(content.isBlank() ? List.of() : List.of(content.strip().split("\\s+")));
  }

  boolean hits(Path repo) {
    Path path = repo.toAbsolutePath().normalize();
    boolean anyNamed = false;
    boolean named = false;
    for (String word : words) {
      if (word.startsWith("!/") && path.startsWith(word.substring(1))) {
        return false;
      }
      if (word.startsWith("/")) {
        anyNamed = true;
        named |= path.startsWith(word);
      }
    }
    return named || !anyNamed;
  }

  Optional<Long> number() {
    for (String word : words) {
      if (word.chars().allMatch(Character::isDigit)) {
        return Optional.of(Long.valueOf(word));
      }
    }
    return Optional.empty();
  }

  /** The words with another number. */
  String with(long number) {
    StringBuilder text = new StringBuilder(Long.toString(number));
    for (String word : words) {
      if (!word.chars().allMatch(Character::isDigit)) {
        text.append(' ').append(word);
      }
    }
    return text.toString();
  }
}
