package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.home.Home;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorBook;
import io.lotusflow.sector.SectorStage;
import io.lotusflow.sector.WatchState;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Those that are not proven yet, or in the states that are asked for. */
@Command(name = "list")
final class SectorListCommand implements Callable<Integer> {

  private static final int NUMBER = 8;
  private static final int STATE = 22;
  private static final int SINCE = 9;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--state", paramLabel = "STATE", split = ",")
  private List<String> states = List.of();

  @Option(names = "--all")
  private boolean all;

  private WatchState book = WatchState.NOTHING;

  SectorListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Set<String> asked = spelled();
    return MinerReading.of(session, rehearsal, (miner, plans) -> list(miner, plans, asked));
  }

  private Set<String> spelled() {
    Set<String> spelled = new LinkedHashSet<>();
    for (String state : states) {
      spelled.add(StateName.spelled(session, state));
    }
    return spelled;
  }

  private int list(MinerApi miner, Plans plans, Set<String> asked) {
    String node = plans.scope().node().toString();
    book = new SectorBook(Home.ofThisProcess().sectors(), node).read();
    Map<String, Integer> counts = new TreeMap<>(miner.sectorsByState().orElse(Map.of()));
    List<SectorStatus> shown = new ArrayList<>();
    for (long number : numbers(miner, asked, counts)) {
      miner.sector(number).filter(sector -> isShown(sector, asked)).ifPresent(shown::add);
    }
    if (counts.isEmpty()) {
      shown.forEach(sector -> counts.merge(sector.state(), 1, Integer::sum));
    }
    switch (session.options().output()) {
      case text -> table(shown, counts, miner.sectorsWithJobs());
      case json -> session.out().println(RunsJson.text(json(shown, counts)));
      case jsonl -> shown.forEach(s -> session.out().println(RunsJson.text(node(s))));
    }
    return Exit.DONE;
  }

  /** By state where the miner can tell, since asking for each of ten thousand takes minutes. */
  private List<Long> numbers(MinerApi miner, Set<String> asked, Map<String, Integer> counts) {
    if (counts.isEmpty() || all) {
      return miner.sectors();
    }
    List<String> wanted = counts.keySet().stream().filter(state -> isWanted(state, asked)).toList();
    return wanted.isEmpty() ? List.of() : miner.sectorsIn(wanted).stream().sorted().toList();
  }

  private boolean isShown(SectorStatus sector, Set<String> asked) {
    return all || isWanted(sector.state(), asked);
  }

  private static boolean isWanted(String state, Set<String> asked) {
    SectorStage stage = SectorStage.of(state);
    return asked.isEmpty()
        ? stage != SectorStage.PROVING && !state.equals("Removed")
        : asked.contains(state);
  }

  private void table(List<SectorStatus> shown, Map<String, Integer> counts, Set<Long> workedOn) {
    if (!shown.isEmpty()) {
      session.out().println(header());
      shown.forEach(sector -> session.out().println(row(sector, workedOn)));
    }
    session
        .out()
        .println(
            counts.isEmpty()
                ? session.text("sector.list.none")
                : counts.entrySet().stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .collect(Collectors.joining(", ")));
  }

  private String header() {
    return Columns.right(session.text("sector.list.number"), NUMBER)
        + "  "
        + Columns.fit(session.text("sector.list.state"), STATE)
        + Columns.right(session.text("sector.list.since"), SINCE)
        + Columns.right(session.text("sector.list.usual"), SINCE)
        + "  "
        + session.text("sector.list.note");
  }

  private String row(SectorStatus sector, Set<Long> workedOn) {
    String note =
        sector.lastError().isEmpty() ? note(sector, workedOn) : sector.lastError().strip();
    String line =
        Columns.right(Long.toString(sector.number()), NUMBER)
            + "  "
            + Columns.fit(sector.state(), STATE)
            + Columns.right(since(sector), SINCE)
            + Columns.right(usual(sector.state()), SINCE)
            + "  "
            + note.lines().findFirst().orElse("");
    return Columns.cut(line, session.screen().size().columns()).stripTrailing();
  }

  private String note(SectorStatus sector, Set<Long> workedOn) {
    SectorStage stage = SectorStage.of(sector.state());
    String words = session.text("sector.stage." + stage.name().toLowerCase(Locale.ROOT));
    return stage == SectorStage.COMPUTING && !workedOn.contains(sector.number())
        ? words + ", " + session.text("sector.no-job")
        : words;
  }

  /** How long that state took here on average, if the sectors of this miner are watched. */
  private String usual(String state) {
    WatchState.StageTime time = book.times().get(state);
    return time == null ? "" : Elapsed.text(time.mean());
  }

  /** Seen by the watch to the second, or by the last thing that the miner noted. */
  private String since(SectorStatus sector) {
    WatchState.Standing standing = book.sealing().get(sector.number());
    if (standing != null && standing.sinceKnown() && standing.state().equals(sector.state())) {
      return Elapsed.text(Duration.between(Instant.ofEpochSecond(standing.since()), Instant.now()));
    }
    return sector.log().isEmpty()
        ? ""
        : Elapsed.text(
            Duration.between(sector.log().get(sector.log().size() - 1).at(), Instant.now()));
  }

  private static ObjectNode json(List<SectorStatus> shown, Map<String, Integer> counts) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.set("states", RunsJson.MAPPER.valueToTree(counts));
    ArrayNode sectors = json.putArray("sectors");
    shown.forEach(sector -> sectors.add(node(sector)));
    return json;
  }

  private static ObjectNode node(SectorStatus sector) {
    ObjectNode node = RunsJson.MAPPER.createObjectNode();
    node.put("number", sector.number()).put("state", sector.state());
    node.put("stage", SectorStage.of(sector.state()).name().toLowerCase(Locale.ROOT));
    node.put("error", sector.lastError()).put("proofFailures", sector.proofFailures());
    return node;
  }
}
