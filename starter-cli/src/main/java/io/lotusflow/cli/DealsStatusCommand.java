package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.deals.DealFlags;
import io.lotusflow.deals.DealMarket;
import io.lotusflow.deals.DealsNote;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which deals the miner takes, what it was before they were turned off, and for whom they are. */
@Command(name = "status")
final class DealsStatusCommand implements Callable<Integer> {

  private static final int KIND = 22;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  DealsStatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return DealsReading.of(session, rehearsal, this::tell);
  }

  private int tell(DealMarket market, Plans plans) {
    Optional<DealsNote> note = DealsReading.notes(session).of(plans.scope().node().value());
    DealFlags now = market.considered();
    if (session.wantsText()) {
      for (DealFlags.Kind kind : DealFlags.Kind.values()) {
        String answer = session.text(now.has(kind) ? "deals.taken" : "deals.refused");
        String name = Columns.fit(session.text("deals.kind." + kind.word()), KIND);
        session.out().println(name + answer);
      }
      note.ifPresent(
          noted ->
              session
                  .out()
                  .println(
                      session.text(
                          "deals.noted",
                          noted.considered(),
                          noted.since(),
                          noted.holdersInWords())));
      say("deals.in-flight", market.transfers(), market.retrievals());
      say("deals.blocked", market.blocklist().size());
      filter("deals.filter.storage", market.filter(false));
      filter("deals.filter.retrieval", market.filter(true));
      new AskText(session, DealsReading.epoch(plans)).show(market.ask());
    } else {
      session.out().println(RunsJson.text(json(market, now, note)));
    }
    return Exit.DONE;
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }

  private void filter(String key, String command) {
    if (!command.isEmpty()) {
      say(key, command);
    }
  }

  private static ObjectNode json(DealMarket market, DealFlags now, Optional<DealsNote> note) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.set("considered", RunsJson.MAPPER.valueToTree(now));
    note.ifPresent(
        noted -> {
          ObjectNode before = json.putObject("noted");
          before.set("considered", RunsJson.MAPPER.valueToTree(noted.considered()));
          before.put("since", noted.since().toString()).put("for", noted.holdersInWords());
        });
    json.put("transfers", market.transfers()).put("retrievals", market.retrievals());
    json.put("blocked", market.blocklist().size());
    json.put("filter", market.filter(false)).put("retrievalFilter", market.filter(true));
    return json;
  }
}
