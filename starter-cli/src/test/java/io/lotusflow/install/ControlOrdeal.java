package io.lotusflow.install;

import io.lotusflow.crash.EndState;
import java.util.List;

/** One control address in turn: one message of the owner each time. */
final class ControlOrdeal extends ActOrdeal {

  private final List<String> keys;
  private int turn;
  private String owner = "";
  private long messages;

  /**
   * @param keys two that the chain knows
   */
  ControlOrdeal(List<String> keys) {
    super("actor/rehearsal/control");
    this.keys = keys;
  }

  @Override
  public void prepare(Operator operator) {
    turn++;
    owner = minerInfo(operator).path("Owner").asText();
    messages = messages(operator, owner);
  }

  private String key() {
    return keys.get(turn % keys.size());
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("-y", "miner", "control", "set", key());
  }

  @Override
  public EndState endState(Operator operator) {
    String wanted = daemon(operator).call("StateLookupID", key(), List.of()).asText();
    List<String> now = texts(minerInfo(operator).path("ControlAddresses"));
    return new EndState.Facts()
        .add("messages of the owner", messages(operator, owner) - messages)
        .add("only the new one", now.equals(List.of(wanted)))
        .done();
  }
}
