package io.lotusflow.cli;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a sector went through by its miner's log, and what still comes, beside what is usual. */
record Timeline(List<Been> been, List<Coming> coming) {

  /**
   * An event of its log, and the state that it led to.
   *
   * @param state empty where the event leads to none
   * @param took until the next event, or until now
   */
  record Been(
      SectorStatus.Entry entry,
      String event,
      String state,
      Duration took,
      Optional<Duration> usual) {}

  record Coming(String state, Optional<Duration> usual) {}

  static Timeline of(SectorStatus sector, LotusVersion version, SectorTimes times) {
    List<SectorStatus.Entry> log = sector.log();
    List<Been> been = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      boolean last = i + 1 == log.size();
      Instant next = last ? times.now() : log.get(i + 1).at();
      String event = event(log.get(i));
      String state = last ? sector.state() : state(event, version);
      Duration took = Duration.between(log.get(i).at(), next);
      been.add(new Been(log.get(i), event, state, took, times.usual(state)));
    }
    List<Coming> coming =
        times.coming(sector).stream().map(state -> new Coming(state, times.usual(state))).toList();
    return new Timeline(been, coming);
  }

  private static String event(SectorStatus.Entry entry) {
    return entry.kind().replaceFirst("^event;", "").replaceFirst("^sealing\\.", "");
  }

  private static String state(String event, LotusVersion version) {
    return SectorStage.after(event).stream()
        .filter(state -> version.atLeast(SectorStage.since(state)))
        .findFirst()
        .orElse("");
  }
}
