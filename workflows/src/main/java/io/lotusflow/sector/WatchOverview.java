package io.lotusflow.sector;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One look as people see it in the UI, in Markdown; bounded by what a look holds. */
final class WatchOverview {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final Messages words;

  WatchOverview(Language language) {
    words = Messages.in(language, "steps");
  }

  String markdown(WatchLook look) {
    List<String> lines = new ArrayList<>();
    if (!look.late().isEmpty()) {
      String numbers = look.late().stream().map(String::valueOf).collect(Collectors.joining(", "));
      lines.add("**" + words.text("sectors.late") + "** " + numbers + '\n');
    }
    lines.add(row(words.text("sectors.state"), words.text("sectors.count")));
    lines.add("|---|--:|");
    Map<String, Integer> counts = new TreeMap<>(look.counts());
    counts.forEach((state, count) -> lines.add(row(state, count.toString())));
    if (!look.coming().isEmpty()) {
      lines.add("");
      lines.add(
          row(
              words.text("sectors.number"),
              words.text("sectors.state"),
              words.text("sectors.expected")));
      lines.add("|--:|---|---|");
      look.coming().forEach(sector -> lines.add(coming(sector)));
    }
    return String.join("\n", lines) + '\n';
  }

  private static String coming(WatchLook.Coming sector) {
    return row(
        Long.toString(sector.number()),
        sector.state(),
        TIME.format(Instant.ofEpochSecond(sector.expected())));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
