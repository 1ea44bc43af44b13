package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.settings.Plans;
import io.lotusflow.window.Due;
import io.lotusflow.window.Obstacles;
import io.lotusflow.window.ProvingSchedule;
import io.lotusflow.window.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** When the miner, or its daemon, may be away for a while. Asks daemon and miner themselves. */
@Command(name = "window")
final class MinerWindowCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--for", paramLabel = "TIME", defaultValue = "20m")
  private String away = "20m";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  MinerWindowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Duration asked = Span.parse(session, "--for", away);
    return MinerReading.of(
        session, rehearsal, (miner, plans) -> show(outlook(miner, plans, asked)));
  }

  private static WindowOutlook outlook(MinerApi miner, Plans plans, Duration asked) {
    FullNode node = FullNode.at(plans.node());
    Duration blockDelay = node.version().blockDelay();
    Obstacles obstacles = Obstacles.read(node, Optional.of(miner));
    String actor = miner.actor();
    return new WindowOutlook(
        actor,
        ProvingSchedule.read(node, actor, blockDelay),
        obstacles,
        Instant.now(),
        blockDelay,
        asked,
        plans.margin());
  }

  private int show(WindowOutlook outlook) {
    if (session.wantsText()) {
      new WindowText(session, outlook).print();
    } else {
      session.out().println(RunsJson.text(json(outlook)));
    }
    return Exit.DONE;
  }

  private static ObjectNode json(WindowOutlook outlook) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("miner", outlook.actor()).put("epoch", outlook.schedule().now());
    json.put("neededSeconds", outlook.wanted().toSeconds()).put("open", outlook.isOpen());
    ArrayNode stretches = json.putArray("stretches");
    for (Stretch stretch : outlook.schedule().stretches(1)) {
      span(stretches.addObject(), outlook, stretch)
          .put("longEnough", outlook.isLongEnough(stretch));
    }
    ArrayNode due = json.putArray("due");
    for (Due one : outlook.schedule().due()) {
      span(due.addObject(), outlook, new Stretch(one.from(), one.to()))
          .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
          .put("deadline", one.deadline())
          .put("partitions", one.partitions())
          .put("sectors", one.sectors());
    }
    ObjectNode inTheWay = json.putObject("inTheWay");
    inTheWay.set("drawingTicket", RunsJson.MAPPER.valueToTree(outlook.obstacles().drawing()));
    inTheWay.set("awaitingMessages", RunsJson.MAPPER.valueToTree(outlook.obstacles().waiting()));
    inTheWay.set("pendingMessages", RunsJson.MAPPER.valueToTree(outlook.obstacles().pending()));
    return json;
  }

  private static ObjectNode span(ObjectNode json, WindowOutlook outlook, Stretch stretch) {
    return json.put("from", stretch.from())
        .put("to", stretch.to())
        .put("fromTime", outlook.time(stretch.from()).toString())
        .put("toTime", outlook.time(stretch.to()).toString());
  }
}
