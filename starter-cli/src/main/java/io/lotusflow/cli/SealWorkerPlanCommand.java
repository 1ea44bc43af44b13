package io.lotusflow.cli;

import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.build.BuildPlan.Gpu;
import io.lotusflow.host.Topology;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.sealworker.Kept;
import io.lotusflow.sealworker.StageTimes;
import io.lotusflow.sealworker.WorkersPlan;
import io.lotusflow.sealworker.WorkersPlanner;
import io.lotusflow.sealworker.WorkersRequest;
import io.lotusflow.settings.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proposes seal workers for this machine; adds none. */
@Command(name = "plan")
final class SealWorkerPlanCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--benchmark", paramLabel = "FILE")
  private Optional<Path> benchmark = Optional.empty();

  @Option(names = "--write", paramLabel = "FILE")
  private Optional<Path> write = Optional.empty();

  @Option(names = "--sector-size", paramLabel = "SIZE")
  private Optional<String> sectorSize = Optional.empty();

  @Option(names = "--folder", paramLabel = "FOLDER")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--keep-cores", paramLabel = "N")
  private Optional<Integer> keepCores = Optional.empty();

  @Option(names = "--keep-memory", paramLabel = "SIZE")
  private Optional<String> keepMemory = Optional.empty();

  @Option(names = "--host", paramLabel = "HOST")
  private Optional<String> host = Optional.empty();

  @Option(names = "--miner-info", paramLabel = "FILE")
  private Optional<Path> minerInfo = Optional.empty();

  SealWorkerPlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans =
        rehearsal ? planning.earlierRehearsal().orElseGet(planning::rehearsal) : planning.plans();
    WorkerHost there = WorkerHost.named(session, plans, host, minerInfo, Optional.empty(), folder);
    WorkersRequest request = request(plans, there);
    WorkersPlan plan = new WorkersPlanner(request).plan();
    if (!session.wantsText()) {
      session.out().println(RunsJson.text(RunsJson.MAPPER.valueToTree(plan)));
    }
    if (!plan.fits()) {
      return tooSmall(plan);
    }
    Optional<WorkersPlanFile> file = write.map(path -> new WorkersPlanFile(session, path));
    if (session.wantsText()) {
      text().print(plan);
      sayWhatIsThere(there);
    }
    file.filter(wanted -> !session.options().dryRun()).ifPresent(wanted -> keep(wanted, plan));
    return Exit.DONE;
  }

  private void keep(WorkersPlanFile file, WorkersPlan plan) {
    file.write(plan);
    String name = plan.workers().get(0).worker().name();
    if (plan.host().isEmpty()) {
      session.say("seal-worker.plan.written", file.path(), name);
    } else {
      session.say("seal-worker.plan.written.elsewhere", file.path(), name, plan.host());
    }
  }

  private void sayWhatIsThere(WorkerHost there) {
    String names =
        there.workers().stream()
            .map(seen -> seen.worker().name())
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      session.say("seal-worker.plan.others", names);
    }
  }

  private WorkersPlanText text() {
    return new WorkersPlanText(session, session.screen().size().columns());
  }

  private int tooSmall(WorkersPlan plan) {
    if (session.wantsText()) {
      text().reasons(plan);
      session.out().flush();
    }
    throw new Complaint(
        Exit.REFUSED,
        session.text("seal-worker.plan.small", plan.sectorSize()),
        String.join("\n", plan.missing()),
        session.text("seal-worker.plan.small.todo"));
  }

  private WorkersRequest request(Plans plans, WorkerHost there) {
    MinerPlan miner =
        plans.miner().orElseThrow(() -> session.complaint(Exit.USAGE, "settings.no-miner-here"));
    ByteSize sector = sectorSize.map(this::size).orElse(miner.sectorSize());
    if (!WorkersRequest.knows(sector)) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.size");
    }
    Path place = folder.orElseGet(there::folder).toAbsolutePath().normalize();
    Topology machine = machine(plans, there);
    return new WorkersRequest(
        machine,
        there.survey().room(),
        sector,
        benchmark
            .or(() -> there.isElsewhere() ? Optional.empty() : newestBenchmark(plans, sector))
            .map(file -> measured(file, sector))
            .or(() -> StageTimes.ofManual(sector)),
        kept(plans, sector, machine, there),
        plans.version(),
        place,
        there.isElsewhere() ? there.id().value() : "",
        there.address(),
        there.survey().freePorts(),
        session.language());
  }

  private Optional<Path> newestBenchmark(Plans plans, ByteSize sector) {
    return new Benchmarks(session.home().benchmarks()).newest(plans.scope().node().value(), sector);
  }

  private ByteSize size(String text) {
    try {
      return ByteSize.parse(text);
    } catch (IllegalArgumentException notASize) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.size");
    }
  }

  private static Topology machine(Plans plans, WorkerHost there) {
    Topology found = there.survey().topology();
    Topology used = plans.build().gpu() == Gpu.NONE ? found.withGpus(List.of()) : found;
    // Swap is made only on the host that the settings are for.
    return there.isElsewhere() || there.survey().swapFileThere()
        ? used
        : used.withMoreSwap(plans.host().swap().orElse(new ByteSize(0)));
  }

  private Kept kept(Plans plans, ByteSize sector, Topology machine, WorkerHost there) {
    Kept usual =
        there.isElsewhere()
            ? Kept.ofTheSystem(sector)
            : Kept.usual(plans.daemon().isPresent(), sector, machine.cores().size());
    Optional<ByteSize> memory = keepMemory.map(this::size);
    if (keepCores.orElse(0) < 0) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.cores");
    }
    return new Kept(
        keepCores.orElse(usual.cores()), memory.orElse(usual.ram()), memory.orElse(usual.peak()));
  }

  private StageTimes measured(Path file, ByteSize sector) {
    try {
      return StageTimes.measured(Files.readString(file))
          .filter(times -> times.sector().equals(sector))
          .orElseThrow(() -> noBenchmark(file, sector));
    } catch (IOException unreadable) {
      throw noBenchmark(file, sector);
    }
  }

  private Complaint noBenchmark(Path file, ByteSize sector) {
    return new Complaint(
        Exit.USAGE,
        session.text("seal-worker.plan.benchmark", file),
        session.text("seal-worker.plan.benchmark.seen", sector),
        session.text("seal-worker.plan.benchmark.todo", sector));
  }
}
