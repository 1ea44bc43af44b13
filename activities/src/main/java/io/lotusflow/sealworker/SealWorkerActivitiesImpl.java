package io.lotusflow.sealworker;

import io.lotusflow.files.LentFiles;
import io.lotusflow.files.LogEnd;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.host.TcpPort;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeEnvironment;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.node.Pause;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import io.lotusflow.sector.SectorStage;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.storage.StorageFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps a host's seal workers apart, and looks with the miner's eyes at what they do. */
public final class SealWorkerActivitiesImpl implements SealWorkerActivities {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration JOINS_WITHIN = Duration.ofSeconds(90);

  /** A worker that ends so often does not come up by itself. */
  private static final int ENDS_AT_MOST = 3;

  /** What a worker makes in its folder, and what is there before its first start. */
  private static final Set<String> ITS_OWN =
      Set.of(
          "api",
          "token",
          "config.toml",
          "datastore",
          "keystore",
          "repo.lock",
          "sectorstore.json",
          "storage.json",
          "unsealed",
          "sealed",
          "cache",
          "piece",
          "update",
          "update-cache",
          "journal",
          "heapprof",
          "tmp",
          "lost+found");

  private final SealWorkers workers;
  private final ServiceActivities services;
  private final Consumer<JobProgress> pulse;
  private final WorkerMoves moves;

  /**
   * Of this host.
   *
   * @param services who keeps their units
   */
  public SealWorkerActivitiesImpl(
      SealWorkers workers, ServiceActivities services, Consumer<JobProgress> pulse) {
    this.workers = workers;
    this.services = services;
    this.pulse = pulse;
    this.moves = new WorkerMoves(workers, services, pulse);
  }

  @Override
  public MinerFound findMiner(SealWorkerPlan plan) {
    String user = plan.service().unit().user();
    return MinerInfoFile.of(plan)
        .find(
            plan.elsewhere().orElseThrow(),
            user.isEmpty() ? System.getProperty("user.name") : user);
  }

  @Override
  public Receipt check(SealWorkerPlan plan) {
    SealWorker worker = plan.worker();
    workers
        .find(node(plan), worker.name())
        .filter(there -> !there.equals(worker))
        .ifPresent(
            there -> {
              throw SealWorkerProblem.SEAL_WORKER_TAKEN.because(
                  "name", worker.name(), there.name() + " in " + there.path());
            });
    refuseWhatOthersHave(plan);
    for (String repo : plan.miningRepos()) {
      if (Path.of(worker.path()).startsWith(Path.of(repo))
          || Path.of(repo).startsWith(Path.of(worker.path()))) {
        throw SealWorkerProblem.SEAL_WORKER_IN_REPOSITORY.because(worker.path(), repo);
      }
    }
    refuseForeignFiles(worker);
    plan.elsewhere().ifPresent(miner -> checkHost(plan, miner));
    boolean runs = services.status(plan.service()).running();
    if (!runs && TcpPort.answers(worker.host(), worker.port())) {
      throw SealWorkerProblem.SEAL_WORKER_PORT_BUSY.because(worker.listen());
    }
    String actor = RpcFailed.named(() -> MinerApi.at(plan.miner()).actor());
    return Receipt.alreadySo("nothing is in the way; a worker of " + actor);
  }

  private void refuseWhatOthersHave(SealWorkerPlan plan) {
    refuseTaken("folder", SealWorker::path, plan);
    refuseTaken("TMPDIR", SealWorker::tmpdir, plan);
    refuseTaken("port", other -> Integer.toString(other.port()), plan);
  }

  private void refuseTaken(String what, Function<SealWorker, String> of, SealWorkerPlan plan) {
    String wanted = of.apply(plan.worker());
    workers.besides(node(plan), plan.worker().name()).stream()
        .filter(other -> of.apply(other).equals(wanted))
        .findFirst()
        .ifPresent(
            other -> {
              throw SealWorkerProblem.SEAL_WORKER_TAKEN.because(what, wanted, other.name());
            });
  }

  private static void checkHost(SealWorkerPlan plan, MinerElsewhere miner) {
    if (HostNetwork.isLoopback(plan.worker().host()) && !miner.network().equals(HostNetwork.id())) {
      throw SealWorkerProblem.SEAL_WORKER_ON_LOOPBACK.because(
          plan.worker().listen(), plan.scope().host());
    }
    List<String> command = plan.service().unit().command();
    String program = command.get(command.indexOf("run") - 1);
    if (!Files.isExecutable(Path.of(program))) {
      throw SealWorkerProblem.SEAL_WORKER_NO_PROGRAM.because(program, plan.scope().host());
    }
  }

  private static String node(SealWorkerPlan plan) {
    return plan.scope().node().value();
  }

  private static void refuseForeignFiles(SealWorker worker) {
    Path folder = Path.of(worker.path());
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      String foreign =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !ITS_OWN.contains(name))
              .sorted()
              .limit(5)
              .collect(Collectors.joining(", "));
      if (!foreign.isEmpty()) {
        throw SealWorkerProblem.SEAL_WORKER_FOREIGN_FILES.because(folder, foreign);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Receipt define(SealWorkerPlan plan) {
    SealWorker worker = plan.worker();
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("writes down the worker " + worker.name());
    }
    boolean same = workers.find(node(plan), worker.name()).filter(worker::equals).isPresent();
    OneAtATime.on(workers.lock(), () -> pause("waits for another worker"), () -> write(plan));
    return same
        ? Receipt.alreadySo(worker.path())
        : Receipt.done(worker.path() + ", TMPDIR " + worker.tmpdir());
  }

  private SealWorker write(SealWorkerPlan plan) {
    SealWorker worker = plan.worker();
    refuseWhatOthersHave(plan);
    try {
      Files.createDirectories(Path.of(worker.path()));
      Files.createDirectories(Path.of(worker.tmpdir()));
      Files.createDirectories(Path.of(plan.minerInfo()).getParent());
      if (plan.elsewhere().isPresent()) {
        linkMinerInfo(plan);
      } else {
        writeMinerInfo(plan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    workers.write(node(plan), worker);
    lend(plan);
    return worker;
  }

  /** A unit of another user must reach its folders and the file with its miner's address. */
  private void lend(SealWorkerPlan plan) {
    String user = plan.service().unit().user();
    if (user.isEmpty() || Sudo.needed()) {
      return;
    }
    LentFiles lent = new LentFiles(user);
    lent.give(Path.of(plan.worker().path()));
    Path tmpdir = Path.of(plan.worker().tmpdir());
    if (tmpdir.startsWith(plan.worker().path()) || isEmpty(tmpdir)) {
      lent.give(tmpdir);
    }
    Path info = Path.of(plan.minerInfo());
    if (!Files.isSymbolicLink(info)) {
      lent.give(info);
    }
    lent.letThrough(workers.home(), info);
  }

  /** One that others use, as /tmp is, stays whose it is. */
  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps in mind which file it is: the only one with the token. */
  private static void linkMinerInfo(SealWorkerPlan plan) throws IOException {
    Path target = Path.of(plan.elsewhere().orElseThrow().file());
    Path link = Path.of(plan.minerInfo());
    if (link.equals(target)) {
      return;
    }
    Path draft = link.resolveSibling("." + link.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createSymbolicLink(draft, target);
    Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The token is in this file and nowhere else of ours. */
  private static void writeMinerInfo(SealWorkerPlan plan) throws IOException {
    Path file = Path.of(plan.minerInfo());
    Path draft =
        Files.createTempFile(
            file.getParent(),
            ".miner",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, NodeEnvironment.apiInfo(plan.miner()));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public WorkerJoined awaitJoined(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return new WorkerJoined(Receipt.wouldDo("waits until the miner knows it"), "");
    }
    Instant until = Instant.now().plus(JOINS_WITHIN);
    int before = services.status(plan.service()).restarts();
    while (Instant.now().isBefore(until)) {
      Optional<String> session = session(plan).filter(id -> known(plan, id));
      if (session.isPresent()) {
        String note = "the miner knows it as " + session.get();
        return new WorkerJoined(Receipt.done(note), session.get());
      }
      ServiceStatus status = services.status(plan.service());
      if (status.restarts() - before >= ENDS_AT_MOST) {
        throw ended(plan, status.restarts() - before);
      }
      pause("waits for worker " + plan.worker().name());
    }
    String log = plan.service().unit().logFile();
    throw SealWorkerProblem.SEAL_WORKER_NOT_JOINED.withLog(
        new LogEnd(Path.of(log)).text(), plan.worker().name(), JOINS_WITHIN.toSeconds(), log);
  }

  private static RuntimeException ended(SealWorkerPlan plan, int times) {
    String log = plan.service().unit().logFile();
    return SealWorkerProblem.SEAL_WORKER_ENDS.withLog(
        new LogEnd(Path.of(log)).text(), plan.worker().name(), times, log);
  }

  private static Optional<String> session(SealWorkerPlan plan) {
    return WorkerApi.at(plan.worker().api()).sessionIfItAnswers();
  }

  private static boolean known(SealWorkerPlan plan, String session) {
    try {
      return MinerApi.at(plan.miner()).workers().stream()
          .anyMatch(seen -> seen.session().equals(session) && seen.enabled());
    } catch (RpcFailed silent) {
      return false;
    }
  }

  @Override
  public Receipt disableTasks(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(
          "takes no new tasks", command(plan, "lotus-worker tasks disable --all"));
    }
    if (!services.status(plan.service()).running()) {
      return Receipt.alreadySo("does not run");
    }
    try {
      WorkerApi worker = WorkerApi.at(plan.worker().api());
      for (SealTask task : SealTask.values()) {
        task.types().forEach(worker::disable);
      }
      return Receipt.done("takes no new tasks", command(plan, "lotus-worker tasks disable --all"));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return Receipt.alreadySo("this version cannot be told to take no new tasks");
      }
      throw failed.asProblem();
    }
  }

  @Override
  public Receipt enableTasks(SealWorkerPlan plan) {
    if (plan.scope().dryRun()
        || !services.status(plan.service()).running()
        || session(plan).isEmpty()) {
      return Receipt.alreadySo("takes tasks as soon as it starts");
    }
    try {
      WorkerApi worker = WorkerApi.at(plan.worker().api());
      plan.worker().tasks().forEach(task -> task.types().forEach(worker::enable));
      return Receipt.done("takes new tasks again");
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return Receipt.alreadySo("this version could not be told to take no new tasks");
      }
      throw failed.asProblem();
    }
  }

  private static String command(SealWorkerPlan plan, String command) {
    return "LOTUS_WORKER_PATH=" + plan.worker().path() + ' ' + command;
  }

  @Override
  public Receipt awaitQuiet(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("waits until it has no job");
    }
    if (!services.status(plan.service()).running()) {
      return Receipt.alreadySo("does not run");
    }
    untilNone(() -> jobs(plan), "is at sectors", plan);
    return Receipt.done("no job");
  }

  /**
   * A miner or a worker that does not answer is waited for: nobody knows then how it stands.
   *
   * @param sectors absent where the worker does not answer
   */
  private void untilNone(Supplier<Optional<List<Long>>> sectors, String what, SealWorkerPlan plan) {
    while (true) {
      String told;
      try {
        Optional<List<Long>> open = sectors.get();
        if (open.filter(List::isEmpty).isPresent()) {
          return;
        }
        told = open.map(numbers -> what + ' ' + numbers).orElse("does not answer");
      } catch (RpcFailed failed) {
        if (failed.kind() != RpcFailed.Kind.UNREACHABLE) {
          throw failed.asProblem();
        }
        told = "the miner does not answer";
      }
      pause("worker " + plan.worker().name() + ": " + told);
    }
  }

  /** Absent where it does not answer: it may be at anything. */
  private static Optional<List<Long>> jobs(SealWorkerPlan plan) {
    return session(plan).map(MinerApi.at(plan.miner())::sectorsOf);
  }

  @Override
  public LostWork lookAtJobs(SealWorkerPlan plan) {
    if (plan.scope().dryRun() || !services.status(plan.service()).running()) {
      return new LostWork(Receipt.alreadySo("no job"), List.of());
    }
    List<Long> sectors = RpcFailed.named(() -> jobs(plan)).orElse(List.of());
    return new LostWork(
        Receipt.alreadySo(sectors.isEmpty() ? "no job" : "is at sectors " + sectors), sectors);
  }

  @Override
  public Receipt awaitTakenUp(SealWorkerPlan plan, List<Long> sectors) {
    MinerApi miner = MinerApi.at(plan.miner());
    untilNone(
        () -> Optional.of(notTakenUp(miner, sectors)), "waits for others to take up sectors", plan);
    return Receipt.done("taken up again: sectors " + sectors);
  }

  private static List<Long> notTakenUp(MinerApi miner, List<Long> sectors) {
    Set<Long> atWork = miner.sectorsWithJobs();
    return sectors.stream()
        .filter(number -> !atWork.contains(number))
        .filter(
            number ->
                miner
                    .sector(number)
                    .map(sector -> SectorStage.of(sector.state()) == SectorStage.COMPUTING)
                    .orElse(false))
        .toList();
  }

  @Override
  public LostWork lookAtFiles(SealWorkerPlan plan) {
    List<Long> held = held(plan);
    return new LostWork(
        Receipt.alreadySo(held.isEmpty() ? "no sector's files are with it" : "sectors " + held),
        held);
  }

  @Override
  public Receipt requireEmpty(SealWorkerPlan plan) {
    List<Long> held = held(plan);
    if (!held.isEmpty()) {
      throw SealWorkerProblem.SEAL_WORKER_HOLDS_SECTORS.because(plan.worker().name(), held);
    }
    return Receipt.alreadySo("no sector's files are with it");
  }

  private static List<Long> held(SealWorkerPlan plan) {
    return List.copyOf(new StorageFolder(Path.of(plan.worker().path())).sectors());
  }

  @Override
  public Receipt forget(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("forgets it; " + plan.worker().path() + " stays");
    }
    workers.delete(node(plan), plan.worker().name());
    try {
      Files.deleteIfExists(Path.of(plan.minerInfo()));
      Files.deleteIfExists(Path.of(plan.worker().handedInfo()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String stays = isOperatorsFile(plan) ? ", and the file with the miner's token" : "";
    return Receipt.done(plan.worker().path() + " stays" + stays);
  }

  private static boolean isOperatorsFile(SealWorkerPlan plan) {
    return plan.elsewhere()
        .filter(miner -> !miner.file().equals(plan.minerInfo()))
        .filter(miner -> !miner.file().equals(plan.worker().handedInfo()))
        .isPresent();
  }

  @Override
  public Receipt checkMove(SealWorkerPlan plan) {
    return moves.check(plan);
  }

  @Override
  public Receipt copy(SealWorkerPlan plan) {
    return moves.copyWhileItWorks(plan);
  }

  @Override
  public Receipt copyRest(SealWorkerPlan plan) {
    return moves.copyRest(plan);
  }

  @Override
  public Receipt verifyCopy(SealWorkerPlan plan) {
    return moves.verify(plan);
  }

  @Override
  public Receipt awaitStorage(SealWorkerPlan plan) {
    return moves.awaitStorage(plan);
  }

  @Override
  public KeptFolder setAside(SealWorkerPlan plan) {
    return moves.setAside(plan);
  }

  @Override
  public Receipt dropOld(SealWorkerPlan plan) {
    return moves.dropOld(plan);
  }

  private void pause(String line) {
    pulse.accept(JobProgress.of(line, 0, Instant.now()));
    Pause.of(BEAT);
  }
}
