package io.lotusflow.install;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import java.time.Duration;
import java.util.List;

/** Another sector each time, on which nobody works and which nobody would take up again. */
final class RecoverOrdeal extends ActOrdeal {

  private final long number;
  private int events;

  /**
   * @param number of a sector that is proven
   */
  RecoverOrdeal(long number) {
    super("sector-recover/rehearsal/" + number);
    this.number = number;
  }

  @Override
  public void prepare(Operator operator) {
    operator
        .types("rehearsal", "sector", Long.toString(number), "FinalizeSector", "--wedged")
        .expecting(0);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> status(operator).path("State").asText().equals("FinalizeSector"));
    events = status(operator).path("Log").size();
  }

  private JsonNode status(Operator operator) {
    return miner(operator).call("SectorsStatus", number, false);
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("sector", "recover", Long.toString(number));
  }

  @Override
  public EndState endState(Operator operator) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(operator).path("State").asText().equals("Proving"));
    return new EndState.Facts()
        .add("events", status(operator).path("Log").size() - events)
        .add("sectors", miner(operator).call("SectorsList").size())
        .done();
  }
}
