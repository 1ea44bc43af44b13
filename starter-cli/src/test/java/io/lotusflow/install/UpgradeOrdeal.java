package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * To the same version each time, from the one before.
 *
 * @param version without the v of its tag
 */
record UpgradeOrdeal(String version) implements Ordeal {

  /** Whoever is killed while node and miner are stopped takes some of this. */
  static final String OUTAGE = "2m";

  @Override
  public String workflowId() {
    return "upgrade/rehearsal";
  }

  @Override
  public void prepare(Operator operator) {
    if (status(operator).path("inUse").asText().startsWith(version)) {
      operator.types("upgrade", "rollback", "--rehearsal").expecting(0);
    }
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    try {
      String text = Files.readString(settings);
      Files.writeString(settings, text.replace("outage = \"15s\"", "outage = \"" + OUTAGE + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
