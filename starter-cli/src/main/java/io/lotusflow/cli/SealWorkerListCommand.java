package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Workers of this host, as their services and as the miner have them. */
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

  SealWorkerListCommand(Session session) {
    this.session = session;
  }

  /** One line. */
  private record Row(SealWorker worker, String state, int restarts, List<Long> sectors) {}

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, this::list);
  }

  private int list(MinerApi miner, Plans plans) {
    String node = plans.scope().node().value();
    SealWorkers workers = new SealWorkers(session.home().sealWorkers());
    ServiceActivitiesImpl services = new ServiceActivitiesImpl(session.home());
    List<MinerApi.Worker> known = miner.workers();
    List<Row> rows = new ArrayList<>();
    for (SealWorker worker : workers.of(node)) {
      ServiceStatus status =
          services.status(plans.sealWorkerUnit(worker, workers.minerInfo(node, worker.name())));
      rows.add(row(worker, status, miner, known));
    }
    if (session.wantsText()) {
      table(rows, known.size() - rows.size());
      rows.forEach(row -> kept(workers, node, row.worker().name()));
    } else {
      rows.forEach(row -> session.out().println(RunsJson.text(json(row))));
    }
    return Exit.DONE;
  }

  private static Row row(
      SealWorker worker, ServiceStatus status, MinerApi miner, List<MinerApi.Worker> known) {
    if (!status.running() && status.restarts() >= LOOPS) {
      // Between two starts it does not run either.
      return new Row(worker, "loops", status.restarts(), List.of());
    }
    if (!status.running()) {
      return new Row(worker, status.installed() ? "stopped" : "absent", 0, List.of());
    }
    String session = WorkerApi.at(worker.api()).sessionIfItAnswers().orElse("");
    Optional<MinerApi.Worker> seen =
        known.stream().filter(one -> one.session().equals(session)).findFirst();
    String state =
        status.restarts() >= LOOPS && seen.isEmpty()
            ? "loops"
            : seen.isEmpty()
                ? "unknown"
                : !seen.get().enabled()
                    ? "disabled"
                    : takesNothing(seen.get()) ? "drains" : "works";
    return new Row(worker, state, status.restarts(), miner.sectorsOf(session));
  }

  private static boolean takesNothing(MinerApi.Worker seen) {
    return List.of(SealTask.values()).stream()
        .noneMatch(task -> seen.tasks().contains(task.type()));
  }

  private void table(List<Row> rows, int others) {
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
    if (others > 0) {
      session.out().println(session.text("seal-worker.list.others", others));
    }
  }

  private void kept(SealWorkers workers, String node, String name) {
    workers
        .keptFolder(node, name)
        .ifPresent(
            folder -> session.out().println(session.text("seal-worker.list.kept", name, folder)));
  }

  private String line(Row row) {
    String tasks =
        row.worker().tasks().stream().map(SealTask::shortName).collect(Collectors.joining(" "));
    String sectors = row.sectors().stream().map(String::valueOf).collect(Collectors.joining(" "));
    String line =
        Columns.fit(row.worker().name(), NAME)
            + Columns.fit(session.text("seal-worker.state." + row.state()), STATE)
            + Columns.fit(row.worker().listen(), LISTEN)
            + Columns.fit(tasks, TASKS)
            + sectors;
    return Columns.cut(line, session.screen().size().columns()).stripTrailing();
  }

  private static ObjectNode json(Row row) {
    ObjectNode json = RunsJson.MAPPER.valueToTree(row.worker());
    json.put("state", row.state()).put("restarts", row.restarts());
    json.set("sectors", RunsJson.MAPPER.valueToTree(row.sectors()));
    return json;
  }
}
