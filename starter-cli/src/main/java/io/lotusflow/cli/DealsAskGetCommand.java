package io.lotusflow.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "get")
final class DealsAskGetCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  DealsAskGetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return DealsReading.of(
        session,
        rehearsal,
        (market, plans) -> new AskText(session, DealsReading.epoch(plans)).show(market.ask()));
  }
}
