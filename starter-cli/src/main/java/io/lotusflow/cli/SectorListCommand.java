package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.messages.Nearest;
import io.lotusflow.sector.SectorStage;
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

  SectorListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Set<String> asked = spelled();
    return MinerReading.of(session, rehearsal, miner -> list(miner, asked));
  }

  /** As Lotus spells them: a wrong name would just find nothing. */
  private Set<String> spelled() {
    Set<String> spelled = new LinkedHashSet<>();
    for (String state : states) {
      spelled.add(SectorStage.spelled(state).orElseThrow(() -> unknown(state)));
    }
    return spelled;
  }

  private Complaint unknown(String state) {
    Set<String> known = SectorStage.allStates();
    return new Complaint(
        Exit.USAGE,
        session.text("sector.state", state),
        session.text("sector.state.seen"),
        Nearest.to(state, known)
            .map(near -> session.text("schedule.did-you-mean", near))
            .orElseGet(() -> known.stream().sorted().collect(Collectors.joining(", "))));
  }

  private int list(MinerApi miner, Set<String> asked) {
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

  private static String since(SectorStatus sector) {
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
