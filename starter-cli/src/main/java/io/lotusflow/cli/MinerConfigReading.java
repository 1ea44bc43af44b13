package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.minerconfig.MinerConfigFile;
import io.lotusflow.minerconfig.MinerConfigFile.Line;
import io.lotusflow.process.Programs;
import io.lotusflow.settings.Plans;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints keys of the miner's configuration; the miner need not run. */
abstract class MinerConfigReading implements Callable<Integer> {

  /** As the manual goes through them, in the spelling of both old and new versions. */
  private static final List<String> SECTIONS =
      List.of("Fees", "Sealing", "Storage", "PubSub", "Dealmaking");

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Parameters(arity = "0..*", paramLabel = "SECTION", descriptionKey = "section")
  private List<String> sections = List.of();

  MinerConfigReading(Session session) {
    this.session = session;
  }

  abstract boolean isShown(Line line);

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    MinerConfigFile config =
        MinerConfigFile.of(
            plans.miner().orElseThrow(() -> MinerReading.noMiner(session)), new Programs());
    List<Line> lines =
        config.lines(sections.isEmpty() ? SECTIONS : sections).stream()
            .filter(this::isShown)
            .toList();
    if (!session.wantsText()) {
      lines.forEach(line -> session.out().println(RunsJson.text(json(line))));
      return Exit.DONE;
    }
    session.out().println(session.text("miner.config.file", config.file().path()));
    lines.forEach(line -> session.out().println(text(line)));
    if (lines.isEmpty()) {
      session.out().println(session.text("miner.config.none"));
    }
    return Exit.DONE;
  }

  private static ObjectNode json(Line line) {
    return RunsJson.MAPPER
        .createObjectNode()
        .put("key", line.path())
        .put("default", line.standard().orElse(null))
        .put("set", line.set().orElse(null))
        .put("actsAtOnce", MinerConfigFile.actsAtOnce(line.path()));
  }

  private String text(Line line) {
    String value = line.path() + " = " + line.set().or(line::standard).orElse("");
    if (line.standard().isEmpty()) {
      return session.outPaint().warning(session.text("miner.config.ignored", value));
    }
    return line.differs()
        ? session.outPaint().bold(session.text("miner.config.set", value, line.standard().get()))
        : "  " + value;
  }
}
