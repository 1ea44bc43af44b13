package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What happened to one sector, and when. */
@Command(name = "show")
final class SectorShowCommand implements Callable<Integer> {

  private static final int TOOK = 9;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Parameters(paramLabel = "NUMBER")
  private long number;

  SectorShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, (miner, plans) -> show(miner));
  }

  private int show(MinerApi miner) {
    SectorStatus sector =
        miner
            .sector(number)
            .orElseThrow(
                () ->
                    new Complaint(
                        Exit.USAGE,
                        session.text("sector.unknown", number),
                        session.text("sector.unknown.seen"),
                        session.text("sector.unknown.todo")));
    if (session.wantsText()) {
      tell(sector);
    } else {
      session.out().println(RunsJson.text(json(sector)));
    }
    return Exit.DONE;
  }

  private void tell(SectorStatus sector) {
    session.out().println(session.text("sector.show", sector.number(), sector.state()));
    if (!sector.lastError().isEmpty()) {
      session.out().println(session.text("sector.show.error", sector.lastError()));
    }
    if (sector.proofFailures() > 0) {
      session.out().println(session.text("sector.show.proofs", sector.proofFailures()));
    }
    List<SectorStatus.Entry> log = sector.log();
    for (int i = 0; i < log.size(); i++) {
      Instant next = i + 1 < log.size() ? log.get(i + 1).at() : Instant.now();
      session.out().println(line(log.get(i), next));
    }
  }

  private String line(SectorStatus.Entry entry, Instant next) {
    String event = entry.kind().replaceFirst("^event;", "").replaceFirst("^sealing\\.", "");
    String cause = entry.trace().lines().findFirst().orElse("");
    String line =
        "%s  %s  %s%s"
            .formatted(
                entry.at().toString().replace('T', ' ').replace("Z", ""),
                Columns.right(Elapsed.text(Duration.between(entry.at(), next)), TOOK),
                event,
                cause.isEmpty() ? "" : ": " + cause);
    return Columns.cut(line, session.screen().size().columns());
  }

  private static ObjectNode json(SectorStatus sector) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("number", sector.number()).put("state", sector.state());
    json.put("error", sector.lastError()).put("proofFailures", sector.proofFailures());
    ArrayNode log = json.putArray("log");
    sector
        .log()
        .forEach(
            entry ->
                log.addObject()
                    .put("at", entry.at().toString())
                    .put("kind", entry.kind())
                    .put("message", entry.message())
                    .put("trace", entry.trace()));
    return json;
  }
}
