package io.lotusflow.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What a host is for. The names are stored in histories: add, never rename. */
public enum HostRole {
  DAEMON,
  MINER,
  SEAL_WORKER;

  /** As people write it: {@code seal-worker}. */
  @JsonCreator
  public static HostRole parse(String text) {
    return Stream.of(values())
        .filter(role -> role.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no role of a host: \"" + text + '"'));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
