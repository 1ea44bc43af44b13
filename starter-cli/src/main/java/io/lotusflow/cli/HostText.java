package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.cli.HostOverview.Line;
import io.lotusflow.cli.HostOverview.Presence;
import io.lotusflow.fleet.Hardware;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRole;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Hosts in words. */
final class HostText {

  private static final int NAME = 16;
  private static final int STATE = 18;
  private static final int ROLES = 20;
  private static final String INDENT = "    ";

  /** Less than this is no difference to speak of. */
  private static final Duration CLOCK_WORTH_SHOWING = Duration.ofSeconds(2);

  private final Session session;
  private final HostClock clock;

  HostText(Session session) {
    this.session = session;
    this.clock = new HostClock(session.home());
  }

  String head() {
    return line(
        session.text("host.column.name"),
        session.text("host.column.state"),
        session.text("host.column.roles"),
        "lotusflow");
  }

  /** One line of a table, and below it its id, what it has, and what somebody should look at. */
  List<String> lines(Line host) {
    HostFacts facts = host.facts();
    List<String> lines = new ArrayList<>();
    lines.add(mark(host) + line(facts.name(), state(host), roles(facts), facts.lotusflow()));
    lines.addAll(indented(facts.id().value() + "  " + hardware(facts.hardware())));
    lines.addAll(remarks(host));
    return lines;
  }

  /** As {@link #lines}, without what the host has. */
  List<String> shortLines(Line host) {
    List<String> lines = new ArrayList<>();
    lines.add(
        (mark(host)
                + Columns.fit(host.facts().name(), NAME)
                + ' '
                + Columns.fit(state(host), STATE)
                + ' '
                + roles(host.facts()))
            .stripTrailing());
    lines.addAll(remarks(host));
    return lines;
  }

  private static String mark(Line host) {
    return host.needsALook() ? "‼ " : "  ";
  }

  private List<String> remarks(Line host) {
    HostFacts facts = host.facts();
    List<String> lines = new ArrayList<>();
    if (host.presence() == Presence.AWAY) {
      lines.add(
          host.since()
              .map(at -> session.text("host.away", at.truncatedTo(ChronoUnit.SECONDS)))
              .orElseGet(() -> session.text("host.away.unknown")));
    }
    if (!host.waiting().isEmpty()) {
      lines.add(session.text("host.waiting", String.join(", ", host.waiting())));
    }
    facts
        .clockAhead()
        .filter(by -> by.abs().compareTo(CLOCK_WORTH_SHOWING) > 0)
        .ifPresent(
            by ->
                lines.add(
                    session.text(
                        facts.clockIsOff() ? "host.clock.off" : "host.clock", HostClock.text(by))));
    if (host.isTooOld()) {
      lines.add(session.text("host.old", facts.lotusflow(), Version.number()));
    } else if (host.isOfAnotherVersion()) {
      lines.add(session.text("host.skew", facts.lotusflow(), Version.number()));
    }
    return lines.stream().flatMap(line -> indented(line).stream()).toList();
  }

  /** What of Lotus is on it. */
  List<String> lotus(HostFacts facts) {
    return facts.lotus().isEmpty() ? List.of() : indented(String.join(", ", facts.lotus()));
  }

  List<String> indented(String text) {
    int columns = session.screen().size().columns() - INDENT.length();
    return Columns.wrap(text, columns).stream().map(line -> INDENT + line).toList();
  }

  private String state(Line host) {
    String word = session.text("host.state." + host.presence().name().toLowerCase(Locale.ROOT));
    return host.since()
        .map(at -> word + ' ' + Elapsed.text(Duration.between(at, clock.serverTime())))
        .orElse(word);
  }

  private static String roles(HostFacts facts) {
    return facts.roles().stream().map(HostRole::toString).collect(Collectors.joining(","));
  }

  private static String hardware(Hardware has) {
    String gpus = has.gpus().isEmpty() ? "" : " " + has.gpus().size() + " GPU";
    return "%d/%d CPU %s%s %s %d%%"
        .formatted(
            has.cores(), has.threads(), has.memory(), gpus, has.disk(), has.diskFreePercent());
  }

  private static String line(String name, String state, String roles, String version) {
    return (Columns.fit(name, NAME)
            + ' '
            + Columns.fit(state, STATE)
            + ' '
            + Columns.fit(roles, ROLES)
            + ' '
            + version)
        .stripTrailing();
  }

  /** All that is known, for scripts. */
  static ObjectNode json(Line host) {
    HostFacts facts = host.facts();
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("name", facts.name());
    json.put("id", facts.id().value());
    json.put("state", host.presence().name().toLowerCase(Locale.ROOT));
    host.since().ifPresent(at -> json.put("awaySince", at.toString()));
    ArrayNode roles = json.putArray("roles");
    facts.roles().forEach(role -> roles.add(role.toString()));
    json.put("machine", facts.machine());
    json.put("lotusflow", facts.lotusflow());
    json.put("planFormat", facts.planFormat());
    json.put("tooOld", host.isTooOld());
    ArrayNode lotus = json.putArray("lotus");
    facts.lotus().forEach(lotus::add);
    facts.clockAhead().ifPresent(by -> json.put("clockAheadSeconds", by.toSeconds()));
    json.put("clockOff", facts.clockIsOff());
    json.set("hardware", hardwareJson(facts.hardware()));
    ArrayNode waiting = json.putArray("waiting");
    host.waiting().forEach(waiting::add);
    return json;
  }

  private static ObjectNode hardwareJson(Hardware has) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("cores", has.cores());
    json.put("threads", has.threads());
    json.put("memoryBytes", has.memory().bytes());
    ArrayNode gpus = json.putArray("gpus");
    has.gpus().forEach(gpus::add);
    json.put("diskBytes", has.disk().bytes());
    json.put("diskFreePercent", has.diskFreePercent());
    return json;
  }
}
