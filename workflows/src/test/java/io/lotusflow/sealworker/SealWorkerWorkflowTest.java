package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.handover.HandOverActivities;
import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.handover.HostKey;
import io.lotusflow.handover.SealedInfo;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.sealworker.SealWorkerPlan.Act;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.service.ServiceUnit;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SealWorkerWorkflowTest {

  private static final String NEW = "/nvme1/a";

  private static final String MINER_INFO = "/etc/lotus/miner-info";
  private static final String SEEN_FROM_THERE = "/ip4/10.0.0.1/tcp/2345/http";

  private final FakeWorker worker = new FakeWorker();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** Is at sectors 3 and 5, unless it is told otherwise. */
  private static final class FakeWorker
      implements SealWorkerActivities, ServiceActivities, HandOverActivities {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile Optional<SealWorkerProblem> refusal = Optional.empty();
    final List<String> fails = new CopyOnWriteArrayList<>();
    volatile List<Long> held = List.of();
    volatile boolean runs = true;
    volatile Optional<NodeApi> checked = Optional.empty();

    private Receipt called(String name) {
      calls.add(name);
      return Receipt.done("");
    }

    @Override
    public HostKey tellKey(HandOverPlan plan) {
      return new HostKey(called("tell key"), "key");
    }

    @Override
    public SealedInfo seal(HandOverPlan plan, HostKey key) {
      return new SealedInfo(called("seal for " + key.publicKey()), "box", "boot-1 net:[1]");
    }

    @Override
    public Receipt open(HandOverPlan plan, SealedInfo sealed) {
      return called("open " + sealed.box());
    }

    @Override
    public MinerFound findMiner(SealWorkerPlan plan) {
      if (fails.remove("find")) {
        throw SealWorkerProblem.MINER_INFO_MISSING.because(MINER_INFO, "host-b");
      }
      return new MinerFound(called("find miner"), SEEN_FROM_THERE);
    }

    @Override
    public Receipt check(SealWorkerPlan plan) {
      checked = Optional.of(plan.miner());
      refusal.ifPresent(
          problem -> {
            throw problem.because("port", 3457, "b");
          });
      return called("check");
    }

    @Override
    public Receipt define(SealWorkerPlan plan) {
      return called(plan.worker().path().equals(NEW) ? "define new" : "define");
    }

    @Override
    public WorkerJoined awaitJoined(SealWorkerPlan plan) {
      return new WorkerJoined(called("joined"), "s-1");
    }

    @Override
    public Receipt disableTasks(SealWorkerPlan plan) {
      return called("disable");
    }

    @Override
    public Receipt awaitQuiet(SealWorkerPlan plan) {
      return called("quiet");
    }

    @Override
    public LostWork lookAtJobs(SealWorkerPlan plan) {
      return new LostWork(called("jobs"), List.of(3L, 5L));
    }

    @Override
    public Receipt awaitTakenUp(SealWorkerPlan plan, List<Long> sectors) {
      return called("taken up " + sectors);
    }

    @Override
    public LostWork lookAtFiles(SealWorkerPlan plan) {
      return new LostWork(called("files"), held);
    }

    @Override
    public Receipt requireEmpty(SealWorkerPlan plan) {
      if (!held.isEmpty()) {
        throw SealWorkerProblem.SEAL_WORKER_HOLDS_SECTORS.because("a", held);
      }
      return called("empty");
    }

    @Override
    public Receipt forget(SealWorkerPlan plan) {
      return called("forget");
    }

    @Override
    public Receipt enableTasks(SealWorkerPlan plan) {
      return called("enable");
    }

    @Override
    public Receipt checkMove(SealWorkerPlan plan) {
      return called("check move");
    }

    @Override
    public Receipt copy(SealWorkerPlan plan) {
      return called("copy");
    }

    @Override
    public Receipt copyRest(SealWorkerPlan plan) {
      return called("copy rest");
    }

    @Override
    public Receipt verifyCopy(SealWorkerPlan plan) {
      if (fails.remove("verify")) {
        throw SealWorkerProblem.SEAL_WORKER_COPY_DIFFERS.because("/nvme1/a", "sealed/s-t01000-1");
      }
      return called("verify");
    }

    @Override
    public Receipt awaitStorage(SealWorkerPlan plan) {
      if (fails.remove("storage")) {
        throw SealWorkerProblem.SEAL_WORKER_STORAGE_MISSING.because("a", "[id-1]", 90);
      }
      return called("storage");
    }

    @Override
    public KeptFolder setAside(SealWorkerPlan plan) {
      return new KeptFolder(called("set aside"), "/srv/lotus/worker-a.moved-20261129T201500");
    }

    @Override
    public Receipt dropOld(SealWorkerPlan plan) {
      return called("drop old");
    }

    @Override
    public Receipt install(ServicePlan plan) {
      return called("install" + where(plan));
    }

    private static String where(ServicePlan plan) {
      return plan.unit().workingDirectory().equals(NEW) ? " new" : "";
    }

    private ServiceStatus status(String name) {
      return new ServiceStatus(called(name), true, runs, 1, Optional.empty(), 0);
    }

    @Override
    public ServiceStatus start(ServicePlan plan) {
      return status("start" + where(plan));
    }

    @Override
    public ServiceStatus stop(ServicePlan plan) {
      return status("stop" + where(plan));
    }

    @Override
    public ServiceStatus restart(ServicePlan plan) {
      return status("restart");
    }

    @Override
    public ServiceStatus status(ServicePlan plan) {
      return status("status");
    }

    @Override
    public Receipt uninstall(ServicePlan plan) {
      return called("uninstall");
    }
  }

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, worker);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private void start(Act act, boolean now) {
    start(act, now, Optional.empty());
  }

  private void start(Act act, boolean now, Optional<MinerElsewhere> elsewhere) {
    start(act, now, elsewhere, false);
  }

  private void start(
      Act act, boolean now, Optional<MinerElsewhere> elsewhere, boolean handingOver) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    SealWorkerWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("seal-worker/n1/a")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    SealWorker a =
        new SealWorker(
            "a",
            "/srv/lotus/worker-a",
            "/srv/lotus/worker-a/tmp",
            "127.0.0.1:3457",
            List.of(SealTask.values()),
            "",
            Map.of());
    ServicePlan service = Plans.nodeAndMiner().miner().orElseThrow().service();
    SealWorkerPlan plan =
        new SealWorkerPlan(
            Plans.nodeAndMiner().scope(),
            act,
            a,
            NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http"),
            List.of("/srv/lotus/miner"),
            "/var/lib/lotusflow/seal-workers/n1/a.miner",
            service,
            now);
    SealWorkerPlan asked = elsewhere.map(plan::of).orElse(plan);
    SealWorkerPlan there = handingOver ? asked.after(token(plan)) : asked;
    run.start(
        act == Act.MOVE
            ? there.to(new WorkerMove(a.in(NEW, NEW + "/tmp"), in(NEW, service)))
            : there);
  }

  private static ServicePlan in(String folder, ServicePlan plan) {
    ServiceUnit unit = plan.unit();
    return new ServicePlan(
        plan.scope(),
        plan.manager(),
        new ServiceUnit(
            unit.name(),
            unit.description(),
            unit.command(),
            unit.environment(),
            folder,
            unit.user(),
            unit.nofile(),
            unit.memoryMax(),
            unit.cpuAffinity(),
            unit.requiresMounts(),
            unit.after(),
            unit.logFile(),
            unit.stopTimeout()));
  }

  private SealWorkerReport ended() {
    return run.getResult(SealWorkerReport.class);
  }

  @Test
  void isAddedOnlyAfterNothingIsInTheWay() {
    start(Act.ADD, false);

    assertThat(ended().session()).isEqualTo("s-1");
    assertThat(worker.calls).containsExactly("check", "define", "install", "start", "joined");
  }

  @Test
  void nothingIsWrittenForOneWhosePortIsTaken() {
    worker.refusal = Optional.of(SealWorkerProblem.SEAL_WORKER_TAKEN);
    start(Act.ADD, false);

    assertThat(catchThrowable(this::ended)).isInstanceOf(WorkflowFailedException.class);
    assertThat(worker.calls).isEmpty();
  }

  private static HandOverPlan token(SealWorkerPlan plan) {
    return new HandOverPlan(
        plan.scope(),
        Plans.HOST,
        HandOverPlan.Of.MINER,
        plan.miner(),
        SEEN_FROM_THERE,
        MINER_INFO,
        HandOverPlan.Content.API_INFO,
        "");
  }

  @Test
  void theMinersTokenIsBroughtBeforeTheMinerIsSought() {
    start(Act.ADD, false, onAnotherHost(), true);
    ended();

    assertThat(worker.calls)
        .startsWith("tell key", "seal for key", "open box", "find miner", "check");
  }

  private static Optional<MinerElsewhere> onAnotherHost() {
    return Optional.of(new MinerElsewhere(MINER_INFO, "boot-1 net:[1]", "t01000"));
  }

  @Test
  void onAnotherHostTheMinerIsTheOneThatWasFoundFromThere() {
    worker.fails.add("find");
    start(Act.ADD, false, onAnotherHost());

    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().problem()).isEqualTo("MINER_INFO_MISSING");
    assertThat(worker.calls).isEmpty();
    run.update("resume", Void.class);
    ended();
    assertThat(worker.calls)
        .containsExactly("find miner", "check", "define", "install", "start", "joined");
    assertThat(worker.checked).contains(new NodeApi("", SEEN_FROM_THERE, MINER_INFO));
  }

  @Test
  void oneThatIsToGoAtOnceGoesThoughItsMinerCannotBeReached() {
    start(Act.REMOVE, true, onAnotherHost());

    ended();
    assertThat(worker.calls).containsExactly("empty", "uninstall", "forget");
  }

  @Test
  void isQuietBeforeItIsStoppedAndTellsWhichSectorsWait() {
    worker.held = List.of(7L);
    start(Act.DRAIN, false);

    assertThat(ended().receipt().note()).contains("[7]");
    assertThat(worker.calls).containsExactly("disable", "quiet", "files", "stop");
  }

  @Test
  void aRestartNowFollowsWhatStartsOver() {
    start(Act.RESTART, true);

    ended();
    assertThat(worker.calls)
        .containsExactly("jobs", "install", "restart", "joined", "taken up [3, 5]");
  }

  @Test
  void aRestartWaitsOtherwiseAndFollowsNothing() {
    start(Act.RESTART, false);

    ended();
    assertThat(worker.calls)
        .containsExactly("jobs", "disable", "quiet", "install", "restart", "joined");
  }

  @Test
  void itsUnitStaysWhileSectorsLieWithIt() {
    worker.held = List.of(7L, 8L);
    start(Act.REMOVE, false);

    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().problem()).isEqualTo("SEAL_WORKER_HOLDS_SECTORS");
    assertThat(worker.calls).doesNotContain("uninstall", "forget");
    worker.held = List.of();
    run.update("resume", Void.class);
    ended();
    assertThat(worker.calls).endsWith("empty", "uninstall", "forget");
  }

  private static final List<String> WHILE_IT_WORKS =
      List.of("check move", "copy", "status", "disable", "quiet", "copy");
  private static final List<String> STOPPED =
      List.of("stop", "copy rest", "verify", "define new", "install new", "start new", "joined");

  private static List<String> all(List<String> first, List<String> then, String... last) {
    return Stream.of(first, then, List.of(last)).flatMap(List::stream).toList();
  }

  @Test
  void mostIsCopiedBeforeItIsStoppedAndTheOldFolderIsKeptLast() {
    start(Act.MOVE, false);

    assertThat(ended().receipt().note())
        .contains("/nvme1/a", "/srv/lotus/worker-a.moved-20261129T201500", "--drop-old");
    assertThat(worker.calls)
        .containsExactlyElementsOf(all(WHILE_IT_WORKS, STOPPED, "storage", "set aside"));
  }

  @Test
  void movedAtOnceItIsNotWaitedFor() {
    start(Act.MOVE, true);

    ended();
    assertThat(worker.calls)
        .containsExactlyElementsOf(
            all(List.of("check move", "copy", "status"), STOPPED, "storage", "set aside"));
  }

  @Test
  void worksInTheOldFolderAgainBeforeTheRunWaitsForAPerson() {
    worker.fails.add("storage");
    start(Act.MOVE, false);

    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().problem()).isEqualTo("SEAL_WORKER_MOVED_BACK");
    assertThat(worker.calls).endsWith("joined", "stop new", "define", "install", "start", "enable");
    run.update("resume", Void.class);
    ended();
    assertThat(worker.calls)
        .endsWith(
            all(List.of("status", "disable", "quiet", "copy"), STOPPED, "storage", "set aside")
                .toArray(String[]::new));
  }

  @Test
  void aCopyThatDiffersChangesNothingButStartsItAgain() {
    worker.fails.add("verify");
    start(Act.MOVE, true);

    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().arguments().toString()).contains("sealed/s-t01000-1");
    assertThat(worker.calls)
        .containsExactly("check move", "copy", "status", "stop", "copy rest", "start");
  }

  @Test
  void oneThatWasStoppedStaysSoWhereItCannotBeMoved() {
    worker.runs = false;
    worker.fails.add("verify");
    start(Act.MOVE, true);

    await().until(() -> attention().isPresent());
    assertThat(worker.calls).endsWith("stop", "copy rest");
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }
}
