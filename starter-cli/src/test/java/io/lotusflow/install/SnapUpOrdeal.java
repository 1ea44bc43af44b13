package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import java.util.List;

/** The same sector each time, marked once; the mark is taken away before. */
final class SnapUpOrdeal extends ActOrdeal {

  private final long number;
  private int events;

  /**
   * @param number of a sector that counts
   */
  SnapUpOrdeal(long number) {
    super("sector-snap-up/rehearsal/" + number);
    this.number = number;
  }

  @Override
  public void prepare(Operator operator) {
    if (status(operator).path("State").asText().equals("Available")) {
      miner(operator).call("SectorAbortUpgrade", number);
    }
    events = status(operator).path("Log").size();
  }

  private JsonNode status(Operator operator) {
    return miner(operator).call("SectorsStatus", number, false);
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("sector", "snap-up", Long.toString(number));
  }

  @Override
  public EndState endState(Operator operator) {
    return new EndState.Facts()
        .add("state", status(operator).path("State").asText())
        .add("events", status(operator).path("Log").size() - events)
        .done();
  }
}
