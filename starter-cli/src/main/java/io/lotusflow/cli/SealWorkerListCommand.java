package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.run.HostId;
import io.lotusflow.sealworker.HostSurvey.Seen;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Workers of this host and of others that were given some, as their services and as the miner have
 * them.
 */
@Command(name = "list")
final class SealWorkerListCommand implements Callable<Integer> {

  private static final int NAME = 14;
  private static final int STATE = 12;
  private static final int LISTEN = 22;
  private static final int TASKS = 20;

  /** Started again by itself so often, it does not run but loop. */
  private static final int LOOPS = 3;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--host", paramLabel = "HOST")
  private Optional<String> host = Optional.empty();

  SealWorkerListCommand(Session session) {
    this.session = session;
  }

  /** One line. */
  private record Row(Seen seen, String state, List<Long> sectors) {}

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, this::list);
  }

  private int list(MinerApi miner, Plans plans) {
    List<MinerApi.Worker> known = miner.workers();
    if (host.isPresent()) {
      show(
          WorkerHost.named(
              session, plans, host, Optional.empty(), Optional.empty(), Optional.empty()),
          known,
          miner);
      return Exit.DONE;
    }
    WorkerHosts others = new WorkerHosts(session, plans.scope().node().value());
    WorkerHost here = WorkerHost.here(session, plans, Optional.empty());
    int seen = show(here, known, miner);
    boolean allAnswer = true;
    List<HostId> remembered = others.names();
    Set<HostId> removed = remembered.isEmpty() ? Set.of() : new HostNames(session).removed();
    for (HostId id : remembered) {
      session.out().flush();
      if (removed.contains(id)) {
        session.say("seal-worker.list.removed", id);
        others.forget(id);
        continue;
      }
      Optional<WorkerHost> other = ask(plans, id);
      allAnswer &= other.isPresent();
      if (other.filter(there -> there.workers().isEmpty()).isPresent()) {
        others.forget(id);
      } else if (other.isPresent()) {
        seen += show(other.get(), known, miner);
      }
    }
    if (session.wantsText() && known.size() > seen) {
      session.out().println(session.text("seal-worker.list.others", known.size() - seen));
    }
    return allAnswer ? Exit.DONE : Exit.NO_WORKER;
  }

  /** One that is silent keeps back none of the others. */
  private Optional<WorkerHost> ask(Plans plans, HostId host) {
    try {
      return Optional.of(WorkerHost.remembered(session, plans, host));
    } catch (Complaint silent) {
      if (silent.exit() != Exit.NO_WORKER) {
        throw silent;
      }
      if (session.wantsText()) {
        session.out().println(silent.attempted() + ": " + silent.cameBack());
      } else {
        session
            .out()
            .println(
                RunsJson.text(
                    RunsJson.MAPPER
                        .createObjectNode()
                        .put("host", host.value())
                        .put("answers", false)));
      }
      return Optional.empty();
    }
  }

  /** How many of its workers run, which the miner should know. */
  private int show(WorkerHost there, List<MinerApi.Worker> known, MinerApi miner) {
    List<Row> rows = there.workers().stream().map(seen -> row(seen, miner, known)).toList();
    if (session.wantsText()) {
      if (there.isElsewhere()) {
        session.out().println(session.text("seal-worker.list.host", there.id()));
      }
      table(rows);
      rows.forEach(row -> kept(row.seen(), there));
    } else {
      rows.forEach(row -> session.out().println(RunsJson.text(json(row, there))));
    }
    return Math.toIntExact(rows.stream().filter(row -> row.seen().running()).count());
  }

  private static Row row(Seen worker, MinerApi miner, List<MinerApi.Worker> known) {
    if (!worker.running() && worker.restarts() >= LOOPS) {
      // Between two starts it does not run either.
      return new Row(worker, "loops", List.of());
    }
    if (!worker.running()) {
      return new Row(worker, worker.installed() ? "stopped" : "absent", List.of());
    }
    Optional<MinerApi.Worker> seen =
        known.stream().filter(one -> one.session().equals(worker.session())).findFirst();
    String state =
        worker.restarts() >= LOOPS && seen.isEmpty()
            ? "loops"
            : seen.isEmpty()
                ? "unknown"
                : !seen.get().enabled()
                    ? "disabled"
                    : takesNothing(seen.get()) ? "drains" : "works";
    return new Row(worker, state, miner.sectorsOf(worker.session()));
  }

  private static boolean takesNothing(MinerApi.Worker seen) {
    return List.of(SealTask.values()).stream()
        .noneMatch(task -> seen.tasks().contains(task.type()));
  }

  private void table(List<Row> rows) {
    if (rows.isEmpty()) {
      session.out().println(session.text("seal-worker.list.none"));
      return;
    }
    session
        .out()
        .println(
            Columns.fit(session.text("seal-worker.list.name"), NAME)
                + Columns.fit(session.text("seal-worker.list.state"), STATE)
                + Columns.fit(session.text("seal-worker.list.listen"), LISTEN)
                + Columns.fit(session.text("seal-worker.list.tasks"), TASKS)
                + session.text("seal-worker.list.sectors"));
    rows.forEach(row -> session.out().println(line(row)));
  }

  private void kept(Seen seen, WorkerHost there) {
    if (!seen.kept().isEmpty()) {
      String name = seen.worker().name() + (there.isElsewhere() ? " --host " + there.id() : "");
      session
          .out()
          .println(session.text("seal-worker.list.kept", seen.worker().name(), seen.kept(), name));
    }
  }

  private String line(Row row) {
    String tasks =
        row.seen().worker().tasks().stream()
            .map(SealTask::shortName)
            .collect(Collectors.joining(" "));
    String sectors = row.sectors().stream().map(String::valueOf).collect(Collectors.joining(" "));
    String line =
        Columns.fit(row.seen().worker().name(), NAME)
            + Columns.fit(session.text("seal-worker.state." + row.state()), STATE)
            + Columns.fit(row.seen().worker().listen(), LISTEN)
            + Columns.fit(tasks, TASKS)
            + sectors;
    return Columns.cut(line, session.screen().size().columns()).stripTrailing();
  }

  private static ObjectNode json(Row row, WorkerHost there) {
    ObjectNode json = RunsJson.MAPPER.valueToTree(row.seen().worker());
    json.put("host", there.id().value());
    json.put("state", row.state()).put("restarts", row.seen().restarts());
    json.set("sectors", RunsJson.MAPPER.valueToTree(row.sectors()));
    return json;
  }
}
