package io.lotusflow.cli;

import io.lotusflow.deals.DealMarket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "get")
final class DealsFilterGetCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  DealsFilterGetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return DealsReading.of(session, rehearsal, (market, plans) -> tell(market));
  }

  private int tell(DealMarket market) {
    if (session.wantsText()) {
      session.out().println(session.text("deals.filter.storage", market.filter(false)));
      session.out().println(session.text("deals.filter.retrieval", market.filter(true)));
    } else {
      session
          .out()
          .println(
              RunsJson.text(
                  RunsJson.MAPPER
                      .createObjectNode()
                      .put("storage", market.filter(false))
                      .put("retrieval", market.filter(true))));
    }
    return Exit.DONE;
  }
}
