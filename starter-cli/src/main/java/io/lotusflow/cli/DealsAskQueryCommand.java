package io.lotusflow.cli;

import io.lotusflow.deals.DealMarket;
import io.lotusflow.deals.DealsProblem;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.NodeVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks any miner of the network, through the daemon. */
@Command(name = "query")
final class DealsAskQueryCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "MINER", descriptionKey = "MINER")
  private String miner = "";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  DealsAskQueryCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return NodeReading.of(
        session,
        rehearsal,
        (node, plans) -> {
          NodeVersion version = node.version();
          if (!new Dialect(version.number()).hasMarket()) {
            return DealsReading.absent(
                session, new DealMarket.Absence(DealsProblem.DEALS_MARKET_GONE, version.text()));
          }
          return new AskText(session, version.blockDelay()).show(node.queryAsk(miner));
        });
  }
}
