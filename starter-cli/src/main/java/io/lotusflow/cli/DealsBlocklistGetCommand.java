package io.lotusflow.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One CID in each line, as {@code set} reads it. */
@Command(name = "get")
final class DealsBlocklistGetCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  DealsBlocklistGetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return DealsReading.of(session, rehearsal, (market, plans) -> tell(market.blocklist()));
  }

  private int tell(List<String> cids) {
    if (session.wantsText()) {
      cids.forEach(session.out()::println);
    } else {
      session.out().println(RunsJson.text(RunsJson.MAPPER.valueToTree(cids)));
    }
    return Exit.DONE;
  }
}
