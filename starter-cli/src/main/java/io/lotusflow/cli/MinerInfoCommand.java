package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.ProvingPeriod;
import io.lotusflow.lotus.SectorCount;
import io.lotusflow.settings.Plans;
import io.lotusflow.wallet.MinerPurse;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One page about the miner: chain, power, deadlines, funds, addresses, sectors. */
@Command(name = "info")
final class MinerInfoCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  MinerInfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, this::tell);
  }

  private int tell(MinerApi miner, Plans plans) {
    FullNode node = FullNode.at(plans.node());
    String actor = miner.actor();
    if (session.wantsText()) {
      page(miner, node, actor, plans);
    } else {
      session.out().println(RunsJson.text(json(miner, node, actor)));
    }
    return Exit.DONE;
  }

  private void page(MinerApi miner, FullNode node, String actor, Plans plans) {
    MinerInfo info = node.minerInfo(actor);
    SectorCount count = node.sectorCount(actor);
    Duration block = node.version().blockDelay();
    say("miner.info.head", actor, info.sectorSize(), miner.version().text());
    say("miner.info.chain", node.head().height(), behind(node));
    say("miner.info.power", node.minerPower(actor), count.active(), count.live(), count.faulty());
    say("miner.info.deadline", deadline(node.provingPeriod(actor), block));
    say("miner.info.funds", node.balance(actor), node.availableBalance(actor));
    info.newWorker()
        .ifPresent(proposed -> say("miner.info.new-worker", proposed, info.changeEpoch()));
    say("miner.info.sectors", SectorLines.counts(session, miner.sectorsByState().orElse(Map.of())));
    session.out().println();
    new PurseTable(session, plans.lowBalance()).show(new MinerPurse(node).ofMiner(actor));
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }

  private static String behind(FullNode node) {
    return Elapsed.text(Duration.between(node.head().time(), Instant.now()));
  }

  private String deadline(ProvingPeriod period, Duration block) {
    long index = (period.now() - period.start()) / period.window();
    long closes = period.start() + (index + 1) * period.window() - period.now();
    return session.text(
        "miner.info.deadline.words",
        index,
        period.deadlines(),
        Elapsed.text(block.multipliedBy(closes)));
  }

  private static ObjectNode json(MinerApi miner, FullNode node, String actor) {
    MinerInfo info = node.minerInfo(actor);
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("actor", actor).put("version", miner.version().text());
    json.put("height", node.head().height()).put("sectorSize", info.sectorSize().bytes());
    json.put("power", node.minerPower(actor).bytes());
    json.put("balance", node.balance(actor).digits());
    json.put("available", node.availableBalance(actor).digits());
    json.set("chainSectors", RunsJson.MAPPER.valueToTree(node.sectorCount(actor)));
    json.set("sectors", RunsJson.MAPPER.valueToTree(miner.sectorsByState().orElse(Map.of())));
    json.set("actorInfo", RunsJson.MAPPER.valueToTree(info));
    json.set("provingPeriod", RunsJson.MAPPER.valueToTree(node.provingPeriod(actor)));
    return json;
  }
}
