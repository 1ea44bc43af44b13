package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.preflight.Identity;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    Optional<Instant> ends = connection.target().certificateEnds();
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
      ends.ifPresent(this::printCertificate);
      missing.forEach(name -> session.out().println(session.text("server.missing", name)));
    } else {
      ObjectNode json = RunsJson.MAPPER.createObjectNode();
      json.put("address", connection.target().address());
      json.put("namespace", connection.target().namespace());
      json.put("version", version);
      json.put("tls", connection.target().encrypted());
      json.put("retentionDays", days);
      ends.ifPresent(
          at -> {
            json.put("certificateEnds", at.toString());
            json.put("certificateDays", days(at));
          });
      missing.forEach(json.putArray("missingSearchAttributes")::add);
      session.out().println(RunsJson.text(json));
    }
    return missing.isEmpty();
  }

  private void printCertificate(Instant ends) {
    String key =
        Identity.isSoon(ends, Instant.now()) ? "server.certificate.soon" : "server.certificate";
    session.out().println(session.text(key, days(ends), ends));
  }

  private static long days(Instant ends) {
    return Duration.between(Instant.now(), ends).toDays();
  }
}
