package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What happened to one sector, and when. */
@Command(name = "show")
final class SectorShowCommand implements Callable<Integer> {

  private static final int AT = 19;
  private static final int TOOK = 9;

  /** Lines of what failed; -o json has them all. */
  private static final int TRACE = 8;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Parameters(paramLabel = "NUMBER", descriptionKey = "NUMBER")
  private long number;

  SectorShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, this::show);
  }

  private int show(MinerApi miner, Plans plans) {
    SectorStatus sector =
        miner
            .sector(number)
            .orElseThrow(() -> session.complaint(Exit.USAGE, "sector.unknown", number));
    SectorTimes times = SectorTimes.of(plans);
    SectorJobs jobs = SectorJobs.of(miner, plans);
    Timeline timeline = Timeline.of(sector, miner.version().number(), times);
    if (session.wantsText()) {
      tell(sector, timeline, times, jobs);
    } else {
      session.out().println(RunsJson.text(json(timeline, SectorJson.of(sector, times, jobs))));
    }
    return Exit.DONE;
  }

  private void tell(SectorStatus sector, Timeline timeline, SectorTimes times, SectorJobs jobs) {
    say("sector.show", sector.number(), sector.state());
    jobs.of(sector.number())
        .ifPresent(job -> say("sector.show.job", new SectorLines(session, times, jobs).job(job)));
    if (times.isLate(sector)) {
      say("sector.show.late");
    }
    times.remaining(sector).ifPresent(left -> say("sector.show.left", Elapsed.text(left)));
    if (!sector.lastError().isEmpty()) {
      say("sector.show.error", sector.lastError());
    }
    if (sector.proofFailures() > 0) {
      say("sector.show.proofs", sector.proofFailures());
    }
    session.out().println(header());
    timeline.been().forEach(this::tell);
    timeline.coming().forEach(stage -> print(line("", "", text(stage.usual()), stage.state())));
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }

  private String header() {
    return line(
        Columns.fit(session.text("sector.show.at"), AT),
        session.text("sector.show.took"),
        session.text("sector.list.usual"),
        session.text("sector.list.state"));
  }

  private void tell(Timeline.Been stage) {
    String what = stage.state().isEmpty() ? stage.event() : stage.state();
    print(
        line(
            stage.entry().at().toString().replace('T', ' ').replace("Z", ""),
            Elapsed.text(stage.took()),
            text(stage.usual()),
            what));
    stage
        .entry()
        .trace()
        .lines()
        .filter(cause -> !cause.isBlank())
        .limit(TRACE)
        .forEach(cause -> print("    " + cause.stripTrailing()));
  }

  private void print(String line) {
    session.out().println(Columns.cut(line, session.screen().size().columns()).stripTrailing());
  }

  private static String line(String at, String took, String usual, String state) {
    return Columns.fit(at, AT)
        + "  "
        + Columns.right(took, TOOK)
        + "  "
        + Columns.right(usual, TOOK)
        + "  "
        + state;
  }

  private static String text(Optional<Duration> time) {
    return time.map(Elapsed::text).orElse("");
  }

  private static ObjectNode json(Timeline timeline, ObjectNode json) {
    ArrayNode log = json.putArray("log");
    for (Timeline.Been stage : timeline.been()) {
      SectorStatus.Entry entry = stage.entry();
      ObjectNode node = log.addObject().put("at", entry.at().toString());
      node.put("kind", entry.kind()).put("state", stage.state());
      node.put("tookSeconds", stage.took().toSeconds());
      stage.usual().ifPresent(usual -> node.put("usualSeconds", usual.toSeconds()));
      node.put("message", entry.message()).put("trace", entry.trace());
    }
    ArrayNode coming = json.putArray("coming");
    for (Timeline.Coming stage : timeline.coming()) {
      ObjectNode node = coming.addObject().put("state", stage.state());
      stage.usual().ifPresent(usual -> node.put("usualSeconds", usual.toSeconds()));
    }
    return json;
  }
}
