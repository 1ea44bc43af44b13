package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What else is done to a node and miner that run. */
enum LivingOrdeal implements Ordeal {
  ROLLBACK("chain-rollback/rehearsal", "chain rollback") {
    @Override
    public void prepare(Operator operator) {
      operator.types("chain", "reset", "--rehearsal").expecting(0);
    }
  },
  IN_PLACE("chain-reset/rehearsal", "chain reset --in-place --confirm rehearsal"),
  EXPORT("snapshot-export/rehearsal", "snapshot export --keep 1 --zstd") {
    @Override
    public void prepare(Operator operator) {
      operator.types("rehearsal", "fault", "export-slow", "300000").expecting(0);
    }

    /** One export that is whole, with its checksum; no draft. */
    @Override
    public EndState endState(Operator operator) {
      EndState.Facts facts = new EndState.Facts();
      super.endState(operator).facts().forEach(facts::add);
      return facts.add("exports", kinds(operator.state().resolve("exports"))).done();
    }
  },
  /** From 1.36.2, each time. */
  UPGRADE("upgrade/rehearsal", "upgrade run v1.36.3") {
    @Override
    public void prepare(Operator operator) {
      new UpgradeOrdeal("1.36.3").prepare(operator);
    }

    @Override
    public EndState endState(Operator operator) {
      return new UpgradeOrdeal("1.36.3").endState(operator);
    }
  },
  /** Each batch leaves so many sectors more, all proven. */
  PLEDGE("sector-pledge/rehearsal", "sector pledge --count " + LivingOrdeal.BATCH) {
    @Override
    public EndState endState(Operator operator) {
      JsonNode states =
          operator.types("sector", "list", "--rehearsal", "-o", "json").json().path("states");
      return new EndState.Facts()
          .add("states", states.properties().stream().map(Map.Entry::getKey).toList())
          .add("too many", states.path("Proving").asInt() % LivingOrdeal.BATCH)
          .done();
    }
  };

  private static final int BATCH = 7;

  private final String workflowId;
  private final String command;

  LivingOrdeal(String workflowId, String command) {
    this.workflowId = workflowId;
    this.command = command;
  }

  @Override
  public String workflowId() {
    return workflowId;
  }

  @Override
  public void prepare(Operator operator) {
    // The node is there.
  }

  @Override
  public void start(Operator operator) {
    String[] typed = (command + " --rehearsal --detach").split(" ");
    operator.types(typed).expecting(0);
  }

  @Override
  public EndState endState(Operator operator) {
    return new ResetOrdeal().endState(operator);
  }

  private static List<String> kinds(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst(".*_pruned", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
