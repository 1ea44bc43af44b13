package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorStage;
import io.lotusflow.settings.Plans;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Those that are not proven yet, or in the states that are asked for. */
@Command(name = "list")
final class SectorListCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--state", paramLabel = "STATE", split = ",")
  private List<String> states = List.of();

  @Option(names = "--stage", paramLabel = "STAGE", split = ",")
  private List<SectorStage> stages = List.of();

  @Option(names = "--late")
  private boolean late;

  @Option(names = "--failed")
  private boolean failed;

  @Option(names = "--all")
  private boolean all;

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
    SectorTimes times = SectorTimes.of(plans);
    Map<String, Integer> counts = new TreeMap<>(miner.sectorsByState().orElse(Map.of()));
    List<SectorStatus> shown = new ArrayList<>();
    for (long number : numbers(miner, asked, counts)) {
      miner.sector(number).filter(sector -> isShown(sector, asked, times)).ifPresent(shown::add);
    }
    if (counts.isEmpty()) {
      shown.forEach(sector -> counts.merge(sector.state(), 1, Integer::sum));
    }
    SectorJobs jobs = SectorJobs.of(miner, plans);
    switch (session.options().output()) {
      case text -> table(shown, counts, new SectorLines(session, times, jobs));
      case json -> session.out().println(RunsJson.text(json(shown, counts, times, jobs)));
      case jsonl ->
          shown.forEach(
              sector -> session.out().println(RunsJson.text(SectorJson.of(sector, times, jobs))));
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

  private boolean isShown(SectorStatus sector, Set<String> asked, SectorTimes times) {
    return (all || isWanted(sector.state(), asked))
        && (!late || times.isLate(sector))
        && (!failed || hasFailed(sector));
  }

  private static boolean hasFailed(SectorStatus sector) {
    SectorStage stage = SectorStage.of(sector.state());
    return stage == SectorStage.RETRYING || stage.isLost() || !sector.lastError().isEmpty();
  }

  private boolean isWanted(String state, Set<String> asked) {
    SectorStage stage = SectorStage.of(state);
    if (asked.isEmpty() && stages.isEmpty()) {
      return stage != SectorStage.PROVING && !state.equals("Removed");
    }
    return asked.contains(state) || stages.contains(stage);
  }

  private void table(List<SectorStatus> shown, Map<String, Integer> counts, SectorLines lines) {
    if (!shown.isEmpty()) {
      session.out().println(lines.header());
      shown.forEach(sector -> session.out().println(lines.row(sector)));
    }
    session.out().println(SectorLines.counts(session, counts));
  }

  private static ObjectNode json(
      List<SectorStatus> shown, Map<String, Integer> counts, SectorTimes times, SectorJobs jobs) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.set("states", RunsJson.MAPPER.valueToTree(counts));
    ArrayNode sectors = json.putArray("sectors");
    shown.forEach(sector -> sectors.add(SectorJson.of(sector, times, jobs)));
    return json;
  }
}
