package io.lotusflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.watch.RunView;
import java.util.ArrayList;
import java.util.List;

/**
 * What a completed run leaves behind: versions, addresses, where things lie. Read from the result
 * by its fields, so that runs of older versions are told too.
 */
final class Report {

  private final Session session;

  Report(Session session) {
    this.session = session;
  }

  List<String> lines(RunView run) {
    List<String> lines = new ArrayList<>();
    run.result().ifPresent(result -> describe(result, lines));
    return lines;
  }

  private void describe(JsonNode result, List<String> lines) {
    JsonNode installed = result.path("installed");
    add(lines, "report.lotus", installed.path("label"));
    add(lines, "report.binaries", installed.path("bin"));
    add(lines, "report.daemon", result.path("node").path("repo"));
    add(lines, "report.head", result.path("head").path("height"));
    JsonNode miner = result.path("miner");
    add(lines, "report.miner", miner.path("actor"));
    add(lines, "report.owner", miner.path("owner"));
    add(lines, "report.worker", miner.path("worker"));
    miner.path("storage").forEach(path -> add(lines, "report.storage", path));
    if (!miner.path("actor").asText("").isEmpty()) {
      lines.add(session.text("report.next.miner"));
    }
    add(lines, "report.old-chain", result.path("old"));
    // Where a run has no more to tell than a step has, its result is a receipt.
    JsonNode receipt = result.has("receipt") ? result.path("receipt") : result;
    if (!receipt.path("note").asText("").isEmpty()) {
      lines.add("  " + receipt.path("note").asText());
    }
  }

  private void add(List<String> lines, String key, JsonNode value) {
    if (!value.asText("").isEmpty()) {
      lines.add(session.text(key, value.asText()));
    }
  }
}
