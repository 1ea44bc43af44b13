package io.lotusflow.schedule;

import io.lotusflow.messages.Nearest;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Names of time zones, as both Java and the server know them. */
public final class Zones {

  private static final List<String> NAMES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(name -> name.equals("UTC") || name.matches("[A-Z]\\w+/.+"))
          .filter(name -> !name.startsWith("SystemV/"))
          .sorted()
          .toList();

  private Zones() {}

  public static boolean known(String name) {
    return NAMES.contains(name);
  }

  /** What was probably meant: by the city alone, or misspelt. */
  public static Optional<String> nearest(String written) {
    return NAMES.stream()
        .filter(name -> name.substring(name.lastIndexOf('/') + 1).equalsIgnoreCase(written))
        .findFirst()
        .or(() -> NAMES.stream().filter(name -> name.equalsIgnoreCase(written)).findFirst())
        .or(() -> Nearest.to(written, NAMES));
  }

  /** Of this machine; UTC where it has only an offset. */
  public static String ofThisMachine() {
    String here = ZoneId.systemDefault().getId();
    return known(here) ? here : "UTC";
  }
}
