package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.util.List;

/** What there is of a Temporal server. */
final class ServerFacts {

  private final Session session;
  private final Connection connection;

  ServerFacts(Session session, Connection connection) {
    this.session = session;
    this.connection = connection;
  }

  /** Returns whether runs can begin there. */
  boolean print() {
    Bootstrap bootstrap = new Bootstrap(connection);
    List<String> missing = bootstrap.missing();
    String version =
        connection
            .stubs()
            .blockingStub()
            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
            .getServerVersion();
    long days = bootstrap.currentRetention().toDays();
    if (session.wantsText()) {
      String tls = connection.target().encrypted() ? "server.tls" : "server.no-tls";
      session
          .out()
          .println(
              session.text(
                  "server.facts",
                  connection.target().address(),
                  version,
                  session.text(tls),
                  connection.target().namespace(),
                  days));
      missing.forEach(name -> session.out().println(session.text("server.missing", name)));
    } else {
      ObjectNode json = RunsJson.MAPPER.createObjectNode();
      json.put("address", connection.target().address());
      json.put("namespace", connection.target().namespace());
      json.put("version", version);
      json.put("tls", connection.target().encrypted());
      json.put("retentionDays", days);
      missing.forEach(json.putArray("missingSearchAttributes")::add);
      session.out().println(RunsJson.text(json));
    }
    return missing.isEmpty();
  }
}
