package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;

/**
 * To the same version each time, from the one before.
 *
 * @param version without the v of its tag
 */
record UpgradeOrdeal(String version) implements Ordeal {

  @Override
  public String workflowId() {
    return "upgrade/rehearsal";
  }

  @Override
  public void prepare(Operator operator) {
    if (status(operator).path("inUse").asText().startsWith(version)) {
      operator.types("upgrade", "rollback", "--rehearsal").expecting(0);
    }
  }

  @Override
  public void start(Operator operator) {
    operator.types("upgrade", "run", "v" + version, "--rehearsal", "--detach").expecting(0);
  }

  @Override
  public EndState endState(Operator operator) {
    EndState.Facts facts = new EndState.Facts();
    new ResetOrdeal().endState(operator).facts().forEach(facts::add);
    JsonNode status = status(operator);
    return facts
        .add("last upgrade", status.path("last").path("state").asText())
        .add("daemon runs", status.path("daemon").asText())
        .add("miner runs", status.path("miner").asText())
        .done();
  }

  static JsonNode status(Operator operator) {
    return operator.types("upgrade", "status", "--rehearsal", "-o", "json").expecting(0).json();
  }
}
