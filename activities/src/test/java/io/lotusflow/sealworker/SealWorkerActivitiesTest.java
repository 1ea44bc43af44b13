package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.home.Home;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import io.lotusflow.sealworker.SealWorkerPlan.Act;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers of one host, and a miner that answers. */
class SealWorkerActivitiesTest {

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private SealWorkers workers;
  private SealWorkerActivitiesImpl activities;

  @BeforeEach
  void aMinerWithAToken() throws IOException {
    miner.answering("ActorAddress", "\"t01000\"");
    Files.writeString(Files.createDirectories(folder.resolve("miner")).resolve("token"), "secret");
    workers = new SealWorkers(folder.resolve("seal-workers"));
    activities =
        new SealWorkerActivitiesImpl(
            workers,
            new ServiceActivitiesImpl(new Home(folder.resolve("home")), () -> {}),
            progress -> {});
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private SealWorker worker(String name, String path, int port) {
    return new SealWorker(
        name,
        folder.resolve(path).toString(),
        folder.resolve(path).resolve("tmp").toString(),
        "127.0.0.1:" + port,
        List.of(SealTask.PRECOMMIT1),
        "",
        Map.of());
  }

  private SealWorkerPlan plan(String node, SealWorker worker) {
    return plan(node, worker, "");
  }

  private SealWorkerPlan plan(String node, SealWorker worker, String user) {
    Scope scope = new Scope(new NodeId(node), new HostId("h1"), Language.ENGLISH, false);
    ServiceUnit unit =
        new ServiceUnit(
            "lotus-worker-" + worker.name(),
            "",
            List.of("/bin/sleep", "600"),
            Map.of(),
            folder.toString(),
            user,
            1024,
            "",
            "",
            List.of(),
            List.of(),
            folder.resolve("worker.log").toString(),
            Duration.ofSeconds(5));
    return new SealWorkerPlan(
        scope,
        Act.ADD,
        worker,
        NodeApi.local(folder.resolve("miner").toString(), miner.address()),
        List.of(folder.resolve("miner").toString()),
        workers.minerInfo(node, worker.name()).toString(),
        new ServicePlan(scope, ServicePlan.Manager.SUPERVISED, unit),
        false);
  }

  private String refusal(SealWorkerPlan plan) {
    return catchThrowableOfType(ApplicationFailure.class, () -> activities.check(plan)).getType();
  }

  @Test
  void keepsTheTokenInAFileThatOnlyItsOwnerReads() throws IOException {
    SealWorkerPlan plan = plan("n1", worker("a", "a", freePort()));
    activities.check(plan);
    assertThat(activities.define(plan).outcome()).isEqualTo(Outcome.DONE);

    Path info = Path.of(plan.minerInfo());
    assertThat(info).content().isEqualTo("secret:" + miner.address());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(info)))
        .isEqualTo("rw-------");
    assertThat(workers.find("n1", "a")).contains(plan.worker());
    activities.check(plan);
    assertThat(activities.define(plan).outcome()).isEqualTo(Outcome.ALREADY_SO);
  }

  /** The state folder is root's alone, and the unit runs as somebody else. */
  @Test
  void anotherUserReadsTheFileOfHisUnitAndNothingElse() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root, to become another user");
    SealWorkerPlan plan = plan("n1", worker("a", "a", freePort()), "nobody");
    Path foreign = Files.writeString(folder.resolve("payload-keys"), "key");
    Path deeper = Files.createDirectories(folder.resolve("receipts")).resolve("one");
    Files.writeString(deeper, "receipt");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    assertThat(asNobody("cat", plan.minerInfo())).isNotZero();

    for (int twice = 0; twice < 2; twice++) {
      activities.define(plan);
      assertThat(asNobody("cat", plan.minerInfo())).isZero();
      assertThat(asNobody("touch", plan.worker().path() + "/a")).isZero();
      assertThat(asNobody("touch", plan.worker().tmpdir() + "/a")).isZero();
      assertThat(asNobody("cat", foreign.toString())).isNotZero();
      assertThat(asNobody("cat", deeper.toString())).isNotZero();
      assertThat(asNobody("ls", folder.toString())).isNotZero();
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(plan.minerInfo()))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatOthersUseAndWhatAUsersLinkLeadsToStayWhoseTheyAre() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root, to become another user");
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Files.writeString(shared.resolve("somebody-elses"), "");
    Path secret = Files.createDirectories(folder.resolve("secret"));
    Path link = Files.createSymbolicLink(folder.resolve("w"), secret);
    assertThat(run("chown", "-h", "nobody", link.toString())).isZero();
    SealWorker asked =
        new SealWorker(
            "a",
            link.toString(),
            shared.toString(),
            "127.0.0.1:" + freePort(),
            List.of(SealTask.PRECOMMIT1),
            "",
            Map.of());
    activities.define(plan("n1", asked, "nobody"));

    assertThat(Files.getOwner(shared).getName()).isEqualTo("root");
    assertThat(Files.getOwner(secret).getName()).isEqualTo("root");
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static int asNobody(String program, String argument) throws Exception {
    return new ProcessBuilder(
            "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", program, argument)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void refusesWhatAnotherWorkerOfTheHostHasAlsoOfAnotherNode() throws IOException {
    int port = freePort();
    activities.define(plan("n1", worker("a", "a", port)));

    assertThat(refusal(plan("n2", worker("b", "b", port)))).isEqualTo("SEAL_WORKER_TAKEN");
    assertThat(refusal(plan("n2", worker("b", "a", freePort())))).isEqualTo("SEAL_WORKER_TAKEN");
    assertThat(refusal(plan("n1", worker("a", "c", freePort())))).isEqualTo("SEAL_WORKER_TAKEN");
  }

  /** Its unit would run {@code /bin/sleep}, which is there, unless another program is said. */
  private SealWorkerPlan elsewhere(SealWorkerPlan plan, String program, String network) {
    ServiceUnit unit = plan.service().unit();
    ServiceUnit runs =
        new ServiceUnit(
            unit.name(),
            "",
            List.of("/bin/sh", "-c", "exec \"$@\"", plan.minerInfo(), program, "run"),
            Map.of(),
            folder.toString(),
            "",
            1024,
            "",
            "",
            List.of(),
            List.of(),
            unit.logFile(),
            Duration.ofSeconds(5));
    return new SealWorkerPlan(
            plan.scope(),
            plan.act(),
            plan.worker(),
            plan.miner(),
            List.of(),
            plan.minerInfo(),
            new ServicePlan(plan.scope(), ServicePlan.Manager.SUPERVISED, runs),
            false)
        .of(new MinerElsewhere(folder.resolve("miner-info").toString(), network, "t01000"));
  }

  @Test
  void onAnotherHostItIsRefusedWhereItsMinerWouldNotReachItOrLotusIsMissing() throws IOException {
    SealWorkerPlan plan = plan("n1", worker("a", "a", freePort()));

    assertThat(refusal(elsewhere(plan, "/bin/sleep", "other-boot net:[1]")))
        .isEqualTo("SEAL_WORKER_ON_LOOPBACK");
    assertThat(refusal(elsewhere(plan, folder + "/lotus-worker", HostNetwork.id())))
        .isEqualTo("SEAL_WORKER_NO_PROGRAM");
    activities.check(elsewhere(plan, "/bin/sleep", HostNetwork.id()));
  }

  @Test
  void onAnotherHostTheOperatorsFileIsLinkedToAndStays() throws IOException {
    Path file = Files.writeString(folder.resolve("miner-info"), "secret:" + miner.address());
    SealWorkerPlan plan =
        elsewhere(plan("n1", worker("a", "a", freePort())), "/bin/sleep", HostNetwork.id());
    activities.define(plan);
    activities.define(plan);

    assertThat(Files.readSymbolicLink(Path.of(plan.minerInfo()))).isEqualTo(file);
    activities.forget(plan);
    assertThat(Path.of(plan.minerInfo())).doesNotExist();
    assertThat(file).exists();
  }

  @Test
  void whatWasTakenAfterTheLookIsRefusedAllTheSame() throws IOException {
    int port = freePort();
    SealWorkerPlan first = plan("n1", worker("a", "a", port));
    SealWorkerPlan second = plan("n1", worker("b", "b", port));
    activities.check(first);
    activities.check(second);
    activities.define(first);

    assertThat(
            catchThrowableOfType(ApplicationFailure.class, () -> activities.define(second))
                .getType())
        .isEqualTo("SEAL_WORKER_TAKEN");
    assertThat(workers.find("n1", "b")).isEmpty();
  }

  @Test
  void aLookAtTheHostTellsItsWorkersAndWhatIsFree() throws IOException {
    Home home = new Home(folder.resolve("home"));
    SealWorkers there = new SealWorkers(home.sealWorkers());
    int port = freePort();
    there.write("n1", worker("a", "a", port));
    there.write("n2", worker("b", "b", freePort()));
    Path info = Files.writeString(folder.resolve("miner-info"), "secret:" + miner.address());
    Files.createSymbolicLink(there.minerInfo("n1", "a"), info);
    SealWorkerPlan plan = plan("n1", worker("", "x", freePort()));
    HostSurvey survey =
        new SealHostActivitiesImpl(home, new ServiceActivitiesImpl(home, () -> {}))
            .survey(
                new SurveyPlan(
                    plan.scope(),
                    folder.resolve("nowhere/sleep").toString(),
                    info.toString(),
                    "",
                    "",
                    folder.resolve("swap").toString(),
                    port,
                    plan.service()));

    assertThat(survey.of("n1")).extracting(seen -> seen.worker().name()).containsExactly("a");
    assertThat(survey.workers()).hasSize(2);
    assertThat(survey.find("n1", "a").orElseThrow().minerInfo()).isEqualTo(info.toString());
    assertThat(survey.find("n1", "a").orElseThrow().installed()).isFalse();
    assertThat(survey.freePorts()).isNotEmpty().doesNotContain(port);
    assertThat(survey.program()).as("found on PATH").endsWith("/bin/sleep");
    assertThat(survey.towardsMiner()).isEqualTo("127.0.0.1");
    assertThat(survey.folder()).isEqualTo(home.folder() + "/workers");
    assertThat(survey.topology().threads()).isPositive();
  }

  @Test
  void refusesARepositoryForeignFilesAndABusyPort() throws IOException {
    assertThat(refusal(plan("n1", worker("a", "miner/x", freePort()))))
        .isEqualTo("SEAL_WORKER_IN_REPOSITORY");
    Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("photo.jpg"), "");
    assertThat(refusal(plan("n1", worker("a", "full", freePort()))))
        .isEqualTo("SEAL_WORKER_FOREIGN_FILES");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(refusal(plan("n1", worker("a", "a", socket.getLocalPort()))))
          .isEqualTo("SEAL_WORKER_PORT_BUSY");
    }
    assertThat(workers.onHost()).isEmpty();
  }

  @Test
  void oneThatDoesNotAnswerIsNotQuiet() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    ServiceActivitiesImpl services =
        new ServiceActivitiesImpl(new Home(folder.resolve("home")), () -> {});
    SealWorkerActivitiesImpl watched =
        new SealWorkerActivitiesImpl(workers, services, progress -> told.add(progress.lastLine()));
    miner.answering("WorkerJobs", "{}");
    try (FakeNode api = new FakeNode()) {
      api.failing("Session", 503);
      SealWorkerPlan plan = plan("n1", worker("a", "a", api.port()));
      services.start(plan.service());
      try {
        Thread drain = new Thread(() -> watched.awaitQuiet(plan));
        drain.start();
        await().until(() -> told.stream().anyMatch(line -> line.endsWith("does not answer")));
        assertThat(drain.isAlive()).isTrue();
        api.answering("Session", "\"s-1\"");
        await().until(() -> !drain.isAlive());
      } finally {
        services.stop(plan.service());
      }
    }
  }

  @Test
  void isNotForgottenWhileSectorsLieWithIt() throws IOException {
    SealWorkerPlan plan = plan("n1", worker("a", "a", freePort()));
    activities.define(plan);
    Path sealed = Files.createDirectories(folder.resolve("a/sealed"));
    Files.writeString(sealed.resolve("s-t01000-12"), "");
    Files.createDirectories(folder.resolve("a/cache/s-t01000-7"));
    Files.createDirectories(sealed.resolve("fetching"));

    assertThat(activities.lookAtFiles(plan).sectors()).containsExactly(7L, 12L);
    ApplicationFailure kept =
        catchThrowableOfType(ApplicationFailure.class, () -> activities.requireEmpty(plan));
    assertThat(kept.getType()).isEqualTo("SEAL_WORKER_HOLDS_SECTORS");

    Files.delete(sealed.resolve("s-t01000-12"));
    Files.delete(folder.resolve("a/cache/s-t01000-7"));
    activities.requireEmpty(plan);
    activities.forget(plan);
    assertThat(workers.onHost()).isEmpty();
    assertThat(Path.of(plan.minerInfo())).doesNotExist();
    assertThat(folder.resolve("a")).isDirectory();
  }

  private SealWorkerPlan move(SealWorkerPlan plan, String path) {
    String folder = this.folder.resolve(path).toString();
    return plan.to(new WorkerMove(plan.worker().in(folder, folder + "/tmp"), plan.service()));
  }

  private String moveRefusal(SealWorkerPlan plan) {
    return catchThrowableOfType(ApplicationFailure.class, () -> activities.checkMove(plan))
        .getType();
  }

  /** A worker with a sector, a path of its own and one elsewhere. */
  private SealWorkerPlan workerWithASector(int port) throws IOException {
    SealWorkerPlan plan = plan("n1", worker("a", "a", port));
    activities.define(plan);
    Path a = folder.resolve("a");
    Files.writeString(Files.createDirectories(a.resolve("sealed")).resolve("s-t01000-7"), "7");
    Files.writeString(a.resolve("sectorstore.json"), "{\"ID\":\"id-a\"}");
    Path store = Files.createDirectories(folder.resolve("store"));
    Files.writeString(store.resolve("sectorstore.json"), "{\"ID\":\"id-store\"}");
    Files.writeString(
        a.resolve("storage.json"),
        "{\"StoragePaths\":[{\"Path\":\"%s\"},{\"Path\":\"%s\"}]}".formatted(a, store));
    Files.writeString(a.resolve("repo.lock"), "");
    Files.writeString(a.resolve("token"), "secret");
    return plan;
  }

  @Test
  void refusesToMoveWhereItWouldNotBeAlone() throws IOException {
    SealWorkerPlan plan = workerWithASector(freePort());
    activities.define(plan("n2", worker("b", "b", freePort())));
    Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("photo.jpg"), "");

    assertThat(moveRefusal(move(plan, "miner/a"))).isEqualTo("SEAL_WORKER_IN_REPOSITORY");
    assertThat(moveRefusal(move(plan, "a/new"))).isEqualTo("SEAL_WORKER_IN_REPOSITORY");
    assertThat(moveRefusal(move(plan, "b"))).isEqualTo("SEAL_WORKER_IN_REPOSITORY");
    assertThat(moveRefusal(move(plan, "store"))).isEqualTo("SEAL_WORKER_IN_REPOSITORY");
    assertThat(moveRefusal(move(plan, "full"))).isEqualTo("SEAL_WORKER_FOREIGN_FILES");
    assertThat(activities.checkMove(move(plan, "new")).note()).contains("free in");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  /** Its mount point is a folder with nothing in it. */
  @Test
  void aDiskThatDropsWhileItsWorkerMovesTakesNoCopyWithIt() throws IOException {
    SealWorkerPlan plan = move(workerWithASector(freePort()), "new");
    activities.copy(plan);
    Path from = folder.resolve("a");
    Path dropped = Files.move(from, folder.resolve("dropped"));
    Files.createDirectory(from);

    assertThatThrownBy(() -> activities.copyRest(plan)).isInstanceOf(RuntimeException.class);
    assertThat(folder.resolve("new/token")).hasContent("secret");

    Files.delete(from);
    Files.move(dropped, from);
    activities.copyRest(plan);
    activities.verifyCopy(plan);
  }

  @Test
  void movesASectorWithItsPathsAndKeepsTheOldFolder() throws Exception {
    try (FakeNode api = new FakeNode()) {
      SealWorkerPlan plan = move(workerWithASector(api.port()), "new");
      Path to = folder.resolve("new");
      activities.copy(plan);
      Files.writeString(folder.resolve("a/sealed/s-t01000-8"), "8");
      assertThat(activities.checkMove(plan).outcome()).as("taken up").isEqualTo(Outcome.ALREADY_SO);

      Path foreign = Files.writeString(to.resolve("photo.jpg"), "");
      assertThat(moveRefusal(plan)).isEqualTo("SEAL_WORKER_FOREIGN_FILES");
      Files.delete(foreign);
      activities.copyRest(plan);
      assertThat(activities.verifyCopy(plan).note()).startsWith("4 files");
      assertThat(to.resolve("storage.json"))
          .content()
          .contains(to + "\"", folder.resolve("store") + "\"");
      assertThat(to.resolve("repo.lock")).doesNotExist();
      activities.define(plan.moved());
      api.answering(
          "Paths",
          "[{\"ID\":\"id-a\",\"LocalPath\":\"%s\"},{\"ID\":\"id-store\",\"LocalPath\":\"%s\"}]"
              .formatted(to, folder.resolve("store")));
      miner.answering("StorageList", "{\"id-a\":[],\"id-store\":[],\"id-other\":[]}");
      assertThat(activities.awaitStorage(plan.moved()).note()).contains("id-a", "id-store");

      String kept = activities.setAside(plan).folder();
      assertThat(kept).startsWith(folder.resolve("a") + ".moved-");
      assertThat(Path.of(kept, "sealed", "s-t01000-8")).exists();
      assertThat(folder.resolve("a")).doesNotExist();
      assertThat(activities.setAside(plan).folder()).as("once").isEqualTo(kept);
      assertThat(workers.keptFolder("n1", "a")).contains(kept);
      assertThat(moveRefusal(move(plan.moved(), "newer"))).isEqualTo("SEAL_WORKER_OLD_KEPT");
      dropsTheOldOnlyOnceItWorksInTheNew(plan.moved(), api, Path.of(kept));
    }
  }

  private void dropsTheOldOnlyOnceItWorksInTheNew(SealWorkerPlan plan, FakeNode api, Path kept) {
    assertThat(dropRefusal(plan)).isEqualTo("SEAL_WORKER_NOT_PROVEN");
    ServiceActivitiesImpl services =
        new ServiceActivitiesImpl(new Home(folder.resolve("home")), () -> {});
    services.start(plan.service());
    try {
      api.answering("Session", "\"s-1\"");
      miner.answering("StorageList", "{\"id-a\":[]}");
      assertThat(dropRefusal(plan)).as("one unknown").isEqualTo("SEAL_WORKER_NOT_PROVEN");
      miner.answering("StorageList", "{\"id-a\":[],\"id-store\":[]}");
      assertThat(activities.dropOld(plan).outcome()).isEqualTo(Outcome.DONE);
    } finally {
      services.stop(plan.service());
    }
    assertThat(kept).doesNotExist();
    assertThat(folder.resolve("new/sealed/s-t01000-8")).exists();
    assertThat(dropRefusal(plan)).isEqualTo("SEAL_WORKER_NOTHING_KEPT");
  }

  private String dropRefusal(SealWorkerPlan plan) {
    return catchThrowableOfType(ApplicationFailure.class, () -> activities.dropOld(plan)).getType();
  }
}
