package io.lotusflow.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.lotusflow.home.UpState;
import io.lotusflow.run.Attention;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.TemporalUnreachable;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunMemory;
import io.lotusflow.watch.StepWords;
import io.lotusflow.watch.Stuck;
import io.lotusflow.watch.StuckWorkflows;
import io.lotusflow.watch.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open runs for {@code status}, from visibility and memos: no worker is asked.
 *
 * @param answered whether a server answered
 * @param stuck what is no run and does not go on; runs may wait for it
 * @param hosts of the cluster
 */
record OpenRuns(
    boolean answered, String silence, List<Open> runs, List<Stuck> stuck, HostOverview hosts) {

  /**
   * One open run, with what its memo says.
   *
   * @param stuck parts of it that do not go on
   */
  record Open(Runs.Listed run, RunMemory memory, List<Stuck> stuck) {}

  static OpenRuns unknown() {
    return new OpenRuns(false, "", List.of(), List.of(), HostOverview.none());
  }

  static OpenRuns ask(Session session) {
    try (Connection connection = session.connect()) {
      StuckWorkflows stuck = new StuckWorkflows(connection.client());
      Meanwhile<HostOverview> hosts = Meanwhile.begin(() -> HostOverview.ask(session, connection));
      return new OpenRuns(true, "", open(connection, stuck), stuck.ofNoRun(), hosts.result());
    } catch (TemporalUnreachable noAnswer) {
      return silent(session, noAnswer);
    } catch (StatusRuntimeException refused) {
      return silent(session, new TemporalUnreachable(session.target(), refused));
    }
  }

  private static List<Open> open(Connection connection, StuckWorkflows stuck) {
    List<Runs.Listed> runs = new Runs(connection.client()).open();
    Map<String, RunMemory> memories =
        new Histories(connection.client()).memories(runs.stream().map(Runs.Listed::id).toList());
    return runs.stream()
        .map(
            run ->
                new Open(
                    run,
                    memories.getOrDefault(run.id(), RunMemory.NONE),
                    run.isStuck() ? stuck.of(run.id()) : List.of()))
        .toList();
  }

  private static OpenRuns silent(Session session, TemporalUnreachable why) {
    return new OpenRuns(
        false,
        session.text("status.silent", why.address(), why.seen(session.language())),
        List.of(),
        List.of(),
        HostOverview.none());
  }

  void print(Session session) {
    if (!answered) {
      if (!silence.isEmpty()) {
        session.out().println(silence);
      }
      return;
    }
    session.out().println(session.text("status.runs", runs.size()));
    runs.forEach(open -> print(session, open));
    StuckText words = new StuckText(session);
    stuck.forEach(
        workflow -> {
          session.out().println(session.text("status.stuck", words.seen(workflow)));
          session.out().println("  " + session.text("error.todo", words.fix(workflow)));
        });
    printHosts(session);
  }

  /** Of a single host that is well, the lines above say all. */
  private void printHosts(Session session) {
    List<HostOverview.Line> all = hosts.hosts();
    if (all.size() < 2 && all.stream().noneMatch(HostOverview.Line::needsALook)) {
      return;
    }
    long away = all.stream().filter(HostOverview.Line::needsALook).count();
    session.out().println(session.text("status.hosts", all.size(), away));
    HostText words = new HostText(session);
    all.forEach(host -> words.shortLines(host).forEach(session.out()::println));
  }

  private static void print(Session session, Open open) {
    StepWords words = new StepWords(session.language());
    String since = Elapsed.text(Duration.between(open.run.started(), Instant.now()));
    String step = words.label(open.memory.step());
    if (!open.stuck.isEmpty()) {
      String why = new StuckText(session).seen(open.stuck.get(0));
      session.out().println(session.text("status.run.stuck", open.run.id(), since, why));
      session.out().println(session.text("status.run.more", open.run.id()));
      return;
    }
    Optional<Attention> attention = open.memory.attention();
    if (attention.isEmpty()) {
      session.out().println(session.text("status.run", open.run.id(), since, step));
      return;
    }
    Trouble trouble = Trouble.of(attention.get());
    session
        .out()
        .println(
            session.text(
                "status.run.attention",
                open.run.id(),
                since,
                words.label(attention.get().step()),
                trouble.seen(session.language()).lines().findFirst().orElse("")));
    session.out().println(session.text("status.run.more", open.run.id()));
  }

  /** All of status, for scripts. */
  String json(Session session, Optional<UpState> state) {
    ObjectMapper mapper = RunsJson.MAPPER;
    ObjectNode json = mapper.createObjectNode();
    json.put("lotusflow", Version.number());
    json.put("home", session.home().folder().toString());
    json.put("host", session.home().hostId());
    state.ifPresent(up -> json.set("up", up(up)));
    json.put("serverAnswers", answered);
    ArrayNode list = json.putArray("runs");
    for (Open open : runs) {
      ObjectNode run = RunsJson.node(open.run);
      run.put("step", open.memory.step());
      open.memory.attention().ifPresent(a -> run.set("attention", mapper.valueToTree(a)));
      run.set("stuck", mapper.valueToTree(open.stuck));
      list.add(run);
    }
    json.set("stuck", mapper.valueToTree(stuck));
    ArrayNode known = json.putArray("hosts");
    hosts.hosts().forEach(host -> known.add(HostText.json(host)));
    return RunsJson.text(json);
  }

  private static ObjectNode up(UpState state) {
    try {
      ObjectNode json = (ObjectNode) RunsJson.MAPPER.readTree(state.toJson());
      json.put("supervisorLives", state.supervisorLives());
      json.put("serverLives", state.serverLives());
      json.put("workerLives", state.workerLives());
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
