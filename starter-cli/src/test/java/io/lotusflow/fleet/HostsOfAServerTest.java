package io.lotusflow.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.alert.AlertTarget;
import io.lotusflow.cli.Cli;
import io.lotusflow.home.Home;
import io.lotusflow.home.Refusal;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.node.LeaseHolder;
import io.lotusflow.node.LeaseState;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.run.HostNotices;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.DevServer;
import io.lotusflow.watch.Histories;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts as a real server knows them; none of them but the server's own has a process. */
@Timeout(120)
class HostsOfAServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;
  static DevServer server;
  static Connection connection;
  static HostBook book;

  @BeforeAll
  static void startServer() throws Exception {
    server = DevServer.start(folder);
    connection = server.connect();
    book = new HostBook(connection.client());
  }

  @AfterAll
  static void stopServer() throws Exception {
    connection.close();
    server.stop();
  }

  private static HostFacts facts(String id, int format, String version) {
    return facts(id, format, version, Optional.empty());
  }

  private static HostFacts facts(String id, int format, String version, Optional<Scope> tell) {
    return facts(id, "name-of-" + id, format, version, tell);
  }

  private static HostFacts facts(
      String id, String name, int format, String version, Optional<Scope> tell) {
    return new HostFacts(
        new HostId(id),
        name,
        List.of(HostRole.MINER),
        "m",
        new Hardware(8, 16, new ByteSize(1L << 37), List.of(), new ByteSize(1L << 40), 50),
        List.of("lotus v1.34.1"),
        version,
        format,
        Optional.empty(),
        "w",
        tell);
  }

  private static void known(HostFacts facts) {
    book.tell(facts);
    await().atMost(SOON).until(() -> book.find(facts.name()).isPresent());
  }

  private static Cli call(Path home, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--address";
    all[arguments.length + 1] = server.address();
    return Cli.call(
        home, Map.of("HOME", home.toString(), "TEMPORAL_CONFIG_FILE", "/dev/null"), all);
  }

  private static JsonNode listed(Path home, String name) throws IOException {
    Cli list = call(home, "host", "list", "-o", "json");
    assertThat(list.exit()).as(list.err()).isZero();
    for (JsonNode host : JSON.readTree(list.out())) {
      if (host.path("name").asText().equals(name)) {
        return host;
      }
    }
    throw new AssertionError("not in " + list.out());
  }

  private static Path aHome() throws IOException {
    return Files.createTempDirectory(folder, "cli");
  }

  @Test
  void twentyHostsAreListedWithinASecondWhateverTheyDo() throws IOException {
    for (int i = 0; i < 20; i++) {
      book.tell(facts("many-" + i, PlanFormat.CURRENT, "0.1.0"));
    }
    await()
        .atMost(SOON)
        .until(() -> book.all().stream().filter(HostsOfAServerTest::isOfMany).count() == 20);
    Path home = aHome();
    call(home, "host", "list"); // classes are loaded once
    long begun = System.nanoTime();
    Cli list = call(home, "host", "list");
    Duration took = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(list.out().lines().filter(line -> line.contains("name-of-many-"))).hasSize(20);
    assertThat(list.out()).contains("away", "8/16 CPU 128GiB 1TiB 50%");
    assertThat(list.out().lines()).allMatch(line -> Columns.width(line) <= 80);
    assertThat(call(home, "host", "list", "--lang", "zh-CN").out().lines())
        .allMatch(line -> Columns.width(line) <= 80);
    System.out.println("host list of 20 hosts took " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(2));
  }

  private static boolean isOfMany(HostRecord host) {
    return host.facts().id().value().startsWith("many-");
  }

  @Test
  void aClockThatIsTenMinutesOffIsSeen() throws IOException {
    HostFacts facts = facts("late", PlanFormat.CURRENT, "0.1.0");
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11));
    HostReport report = new HostReport(book, new HostClock(new Home(aHome())), () -> facts, late);
    report.look();

    await().atMost(SOON).until(() -> book.find("late").isPresent());
    JsonNode shown = listed(aHome(), "name-of-late");
    assertThat(shown.path("clockOff").asBoolean()).isTrue();
    assertThat(shown.path("clockAheadSeconds").asLong()).isBetween(-665L, -655L);
    assertThat(call(aHome(), "host", "list").out()).contains("clock differs", "11 min");

    Optional<Duration> right = book.clockAhead(facts, Clock.systemUTC());
    assertThat(right.orElseThrow().abs()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aWordThatTakesLongMakesNoClockWrong() {
    Clock slow =
        new Clock() {
          private final Iterator<Duration> late =
              List.of(Duration.ofSeconds(16), Duration.ZERO).iterator();

          @Override
          public Instant instant() {
            return Instant.now().minus(late.next());
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };

    assertThat(book.clockAhead(facts("slow", PlanFormat.CURRENT, "0.1.0"), slow))
        .contains(Duration.ZERO);
  }

  @Test
  void whatTheWorkerMeasuredIsThereForWhatGoesByTheClock() throws IOException {
    Home home = new Home(aHome());
    HostClock clock = new HostClock(home);
    assertThat(clock.ahead()).isEmpty();
    HostFacts facts = facts("early", PlanFormat.CURRENT, "0.1.0");
    new HostReport(book, clock, () -> facts, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
        .look();
    assertThat(HostFacts.isOff(new HostClock(home).ahead().orElseThrow())).isTrue();
  }

  @Test
  void aHostIsAwayUntilItsWorkerAsksForWorkAndIsNotRemovedThen() throws Exception {
    known(facts("h1", PlanFormat.CURRENT, "0.1.0"));
    Path home = aHome();
    assertThat(listed(home, "name-of-h1").path("state").asText()).isEqualTo("away");

    whilePolling(
        "h1",
        "41@m#aaaa0000.bbbb0000",
        () -> {
          await()
              .atMost(SOON)
              .until(() -> "up".equals(listed(home, "name-of-h1").path("state").asText()));
          Cli refused = call(home, "host", "remove", "name-of-h1");
          assertThat(refused.exit()).isEqualTo(3);
          assertThat(refused.err()).contains("at work", "--now");

          assertThat(call(home, "host", "remove", "h1", "--now").exit()).isZero();
          await().atMost(SOON).until(() -> book.find("h1").isEmpty());
          assertThat(call(home, "host", "remove", "h1").exit()).isEqualTo(2);
        });
  }

  @Test
  void theSecondWorkerOfOneIdIsNotAdmitted() throws IOException {
    Home home = new Home(aHome());
    Admission admission = new Admission(home);
    assertThat(admission.refusal(connection)).isEmpty();
    WorkerIdentity me = WorkerIdentity.ofThisProcess(home);
    WorkerIdentity twin = new WorkerIdentity("7", "other-machine", "00000000", "11111111");

    whilePolling(
        home.hostId(),
        me.toString(),
        () -> {
          await().atMost(SOON).until(() -> polls(home.hostId(), me.toString()));
          assertThat(admission.refusal(connection)).as("an earlier process of ours").isEmpty();
        });
    whilePolling(
        home.hostId(),
        twin.toString(),
        () -> {
          await().atMost(SOON).until(() -> admission.refusal(connection).isPresent());
          assertThat(admission.refusal(connection).orElseThrow().key()).isEqualTo("twin");
          assertThat(admission.refusal(connection).orElseThrow().arguments())
              .contains(home.hostId(), "other-machine");
        });
  }

  private static boolean polls(String host, String identity) {
    return new WorkerSigns(connection, new HostClock(new Home(folder)))
        .of(new HostId(host)).stream().anyMatch(sign -> sign.worker().toString().equals(identity));
  }

  @Test
  void aFolderFromAnotherMachineIsNotAdmittedUntilSomebodySaysWhatItIs() throws IOException {
    Home home = new Home(aHome());
    Path machineId = Files.writeString(folder.resolve("machine-id"), "8f0e\n");
    MachineId original = new MachineId(home, machineId);
    assertThat(original.isAnothers()).isFalse();

    Files.writeString(machineId, "77aa\n");
    Admission copy =
        new Admission(home, new MachineId(home, machineId), WorkerIdentity.ofThisProcess(home));
    assertThat(copy.refusal(connection).orElseThrow().key()).isEqualTo("copied");

    new MachineId(home, machineId).settle();
    assertThat(copy.refusal(connection)).isEmpty();
    assertThat(copy.isOutdated()).isFalse();
    home.renewHostId();
    assertThat(copy.isOutdated()).isTrue();
  }

  @Test
  void aWorkerThatIsTooOldKeepsARunFromBeingStarted() throws Exception {
    HostFacts old = facts("old", PlanFormat.CURRENT - 1, "0.0.9");
    known(old);
    Path home = aHome();
    assertThat(listed(home, "name-of-old").path("tooOld").asBoolean()).isTrue();
    assertThat(call(home, "host", "list").out()).contains("lotusflow 0.0.9 there is too old");

    book.remove(old.id());
    await().atMost(SOON).until(() -> book.find("old").isEmpty());
  }

  @Test
  void aRunIsNotStartedWhileAWorkerThatWouldMisreadItTakesWork() throws IOException {
    HostFacts old = facts("elder", PlanFormat.CURRENT - 1, "0.0.9");
    known(old);
    Path home = aHome();
    Path settings = settings(home, "");
    whilePolling(
        new Home(home).hostId(),
        "8@here",
        () ->
            whilePolling(
                "elder",
                "9@there",
                () -> {
                  await()
                      .atMost(SOON)
                      .until(() -> "up".equals(listed(home, old.name()).path("state").asText()));
                  Cli refused =
                      call(home, "host", "prepare", "--config", settings.toString(), "--detach");
                  assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
                  assertThat(refused.err()).contains("name-of-elder is too old", "0.0.9");
                }));
    book.remove(old.id());
  }

  @Test
  void aWorkerOlderThanAnOpenRunIsNotAdmitted() throws IOException {
    Admission admission = new Admission(new Home(aHome()));
    assertThat(admission.refusal(connection)).isEmpty();
    WorkflowStub run =
        run("future/n1", "OfTheFuture", "nobody", Map.of(RunMemo.FORMAT, PlanFormat.CURRENT + 1));
    run.start();
    await().atMost(SOON).until(() -> admission.refusal(connection).isPresent());
    Refusal refusal = admission.refusal(connection).orElseThrow();
    assertThat(refusal.key()).isEqualTo("older");
    assertThat(refusal.arguments()).contains("future/n1");

    run.terminate("the test is over");
    await().atMost(SOON).until(() -> admission.refusal(connection).isEmpty());
  }

  @Test
  void peopleAreToldOnceThatAHostIsAwayAndItIsWrittenDown() {
    Scope tell =
        new Scope(
            new NodeId("n1"),
            new HostId("teller"),
            Language.ENGLISH,
            false,
            Scope.WORKER_LOST,
            List.of(new AlertTarget(AlertTarget.Service.WEBHOOK, "/etc/hook.toml")));
    HostFacts facts = facts("gone", PlanFormat.CURRENT, "0.1.0", Optional.of(tell));
    known(facts);
    Set<HostId> absent = new HashSet<>();
    HostWatch watch = watch((host, by) -> absent.add(host), Duration.ofSeconds(-1));
    whilePolling(
        "aaa-first",
        "1@first",
        () -> {
          await()
              .atMost(SOON)
              .until(
                  () -> {
                    watch.look();
                    return book.record(facts.id()).flatMap(HostRecord::awaySince).isPresent();
                  });
          Instant since = book.record(facts.id()).flatMap(HostRecord::awaySince).orElseThrow();
          String alert = "alert/host-away/gone/" + since.getEpochSecond();
          await()
              .atMost(SOON)
              .until(
                  () -> {
                    watch.look();
                    return new Histories(connection.client()).find(alert).isPresent();
                  });
          assertThat(absent).contains(facts.id());
          book.tell(facts);
          await()
              .atMost(SOON)
              .until(() -> book.record(facts.id()).flatMap(HostRecord::awaySince).isEmpty());
        });
  }

  private static HostWatch watch(BiConsumer<HostId, Scope> standIn, Duration worthTelling) {
    return new HostWatch(
        new HostId("aaa-first"),
        connection,
        new AlertDesk(connection.client()),
        new HostClock(new Home(folder)),
        standIn,
        Duration.ZERO,
        worthTelling);
  }

  private static WorkflowStub run(String id, String type, String queue, Map<String, Object> memo) {
    return connection
        .client()
        .newUntypedWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(queue)
                .setMemo(memo)
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(io.lotusflow.run.SearchAttributes.PROCEDURE, "future")
                        .build())
                .build());
  }

  private static boolean heard(WorkflowStub run, String word) {
    return connection.client().fetchHistory(run.getExecution().getWorkflowId()).getEvents().stream()
        .map(event -> event.getWorkflowExecutionSignaledEventAttributes().getSignalName())
        .anyMatch(word::equals);
  }

  /** A worker that starts tells of itself at once, so that the watch finds nothing new in it. */
  @Test
  void aRunStopsWaitingForAHostThatToldOfItsReturnItself() {
    HostFacts facts = facts("returned", PlanFormat.CURRENT, "0.1.0");
    known(facts);
    HostAway away = new HostAway(facts.id(), facts.name(), Optional.of(Instant.EPOCH));
    WorkflowStub run =
        run("waits/returned", "OfTheFuture", "nobody", Map.of(RunMemo.WAITS_FOR, away));
    run.start();
    HostWatch watch = watch((host, by) -> {}, Duration.ofDays(1));
    whilePolling(
        "aaa-first",
        "1@first",
        () ->
            whilePolling(
                "returned",
                "2@returned",
                () ->
                    await()
                        .atMost(SOON)
                        .until(
                            () -> {
                              watch.look();
                              return heard(run, "hostAway");
                            })));
    run.terminate("the test is over");
  }

  /** The second run has no step there; it waits for the node that the first one has. */
  @Test
  void whoWaitsForARunThatWaitsForAHostIsNamedToo() throws IOException {
    HostFacts facts = facts("slow", PlanFormat.CURRENT, "0.1.0");
    known(facts);
    HostAway away = new HostAway(facts.id(), facts.name(), Optional.of(Instant.EPOCH));
    WorkflowStub first = run("first/n9", "OfTheFuture", "nobody", Map.of(RunMemo.WAITS_FOR, away));
    WorkflowStub second = run("second/n9", "OfTheFuture", "nobody", Map.of());
    LeaseHolder holder = new LeaseHolder("first/n9", "r1", Instant.EPOCH);
    LeaseHolder behind = new LeaseHolder("second/n9", "r2", Instant.EPOCH);
    WorkflowStub lease =
        run(
            "lease/n9",
            "NodeLease",
            "nobody",
            Map.of(LeaseState.MEMO, new LeaseState(Optional.of(holder), List.of(behind))));
    List<WorkflowStub> all = List.of(first, second, lease);
    all.forEach(WorkflowStub::start);
    Path home = aHome();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(listed(home, facts.name()).path("waiting"))
                    .extracting(JsonNode::asText)
                    .containsExactly("first/n9", "second/n9"));
    assertThat(call(home, "status").out()).contains("waits for it: first/n9, second/n9");
    assertThat(call(home, "run", "show", "second/n9").out())
        .contains("Waits for first/n9", facts.name());
    assertThat(call(home, "run", "show", "first/n9").out())
        .contains("Waits for host " + facts.name());
    all.forEach(run -> run.terminate("the test is over"));
  }

  @Test
  void oneHostIsShownWithWhatWaitsForIt() throws IOException {
    HostFacts facts =
        facts("shown", PlanFormat.CURRENT, "0.1.0").withClock(Optional.of(Duration.ofSeconds(3)));
    known(facts);
    WorkerFactory workers = WorkerFactory.newInstance(connection.client());
    workers.newWorker("giving").registerWorkflowImplementationTypes(LaterImpl.class);
    workers.start();
    WorkflowStub run = run("later/shown", "Later", "giving", Map.of());
    run.start(facts.id().taskQueue());
    Path home = aHome();
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(call(home, "host", "show", facts.name()).out())
                      .contains("… later/shown: Idle, not taken for"));
      String shown = call(home, "host", "show", "shown").out();
      assertThat(shown)
          .contains(facts.name(), "8/16 CPU", "lotus v1.34.1", "miner", "machine m", "differ by")
          .contains("takes steps from lotusflow@shown");
      assertThat(shown.lines()).allMatch(line -> Columns.width(line) <= 80);
      assertThat(call(home, "--lang", "zh-CN", "host", "show", "shown").out())
          .contains("无人领取", "领取步骤", "机器 m");
      JsonNode json = JSON.readTree(call(home, "host", "show", "shown", "-o", "json").out());
      assertThat(json.path("steps").path(0).path("workflowId").asText()).isEqualTo("later/shown");
      assertThat(json.path("steps").path(0).path("taken").asBoolean()).isFalse();
      assertThat(json.path("queue").asText()).isEqualTo("lotusflow@shown");
      assertThat(call(home, "host", "show", "nobody-knows").exit()).isEqualTo(2);
    } finally {
      run.terminate("the test is over");
      workers.shutdownNow();
    }
  }

  /** A schedule, or a part of a run, may come to a removed host much later. */
  @Test
  void aStepThatComesToARemovedHostLaterDoesNotWaitForIt() throws IOException {
    HostFacts facts = facts("sold", PlanFormat.CURRENT, "0.1.0");
    known(facts);
    new HostRemoval(connection.client()).remove(facts.id(), facts.name());
    await().atMost(SOON).until(() -> book.find("sold").isEmpty());
    assertThat(book.record(facts.id())).isEmpty();
    assertThat(book.removed()).contains(facts.id());

    WorkerFactory workers = WorkerFactory.newInstance(connection.client());
    workers.newWorker("later").registerWorkflowImplementationTypes(LaterImpl.class);
    workers.start();
    try {
      WorkflowStub run = run("later/sold", "Later", "later", Map.of());
      run.start(facts.id().taskQueue());
      HostWatch watch = watch((host, by) -> {}, Duration.ofDays(1));
      whilePolling(
          "aaa-first",
          "1@first",
          () ->
              await()
                  .atMost(SOON)
                  .until(
                      () -> {
                        watch.look();
                        return heard(run, "hostRemoved");
                      }));
      assertThat(run.getResult(String.class)).isEqualTo(facts.name());
    } finally {
      workers.shutdownNow();
    }
    book.tell(facts);
    await().atMost(SOON).until(() -> book.find("sold").isPresent());
    assertThat(book.removed()).doesNotContain(facts.id());
    keepHistory("known-host-0.1.0-removed-returned.json", HostWorkflow.id(facts.id()));
  }

  /** With {@code -Dlotusflow.record=FOLDER}: a new shape for the replay tests. */
  private static void keepHistory(String name, String workflowId) throws IOException {
    String to = System.getProperty("lotusflow.record", "");
    if (!to.isEmpty()) {
      Files.writeString(
          Path.of(to, name), connection.client().fetchHistory(workflowId).toJson(true));
    }
  }

  /** Has a step for a host, and waits to hear that it is gone. */
  @WorkflowInterface
  public interface Later {
    @WorkflowMethod(name = "Later")
    String run(String queue);

    @SignalMethod
    void hostRemoved(HostNotices.Removed host);
  }

  public static final class LaterImpl implements Later {
    private Optional<HostNotices.Removed> gone = Optional.empty();

    @Override
    public String run(String queue) {
      var step =
          Workflow.newUntypedActivityStub(
                  ActivityOptions.newBuilder()
                      .setTaskQueue(queue)
                      .setStartToCloseTimeout(Duration.ofMinutes(1))
                      .build())
              .executeAsync("Idle", Void.class);
      Workflow.await(() -> gone.isPresent() || step.isCompleted());
      return gone.map(HostNotices.Removed::name).orElse("");
    }

    @Override
    public void hostRemoved(HostNotices.Removed host) {
      gone = Optional.of(host);
    }
  }

  /** The server's times are compared with the server's clock. */
  @Test
  void aClockThatIsMinutesOffMakesNobodyAwayAndHidesNoTwin() throws IOException {
    Home home = new Home(aHome());
    HostId host = new HostId(home.hostId());
    HostClock clock = new HostClock(home);
    WorkerSigns signs = new WorkerSigns(connection, clock);
    known(facts(host.value(), PlanFormat.CURRENT, "0.1.0"));
    whilePolling(
        host.value(),
        "7@elsewhere#00000000.11111111",
        () -> {
          await().atMost(SOON).until(() -> signs.isThere(host));
          clock.measured(Duration.ofMinutes(-2));
          assertThat(signs.isThere(host)).as("by the clock that was measured").isFalse();

          assertThat(new Admission(home).refusal(connection).map(Refusal::key)).contains("twin");
          assertThat(signs.isThere(host)).as("measured anew").isTrue();
        });
  }

  @Test
  void aClockThatWasSetIsMeasuredAtOnce() throws IOException {
    HostClock measured = new HostClock(new Home(aHome()));
    HostFacts facts = facts("set", PlanFormat.CURRENT, "0.1.0");
    AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());
    InstantSource shown = () -> clock.get().instant();
    HostReport report = new HostReport(book, measured, () -> facts, shown.withZone(ZoneOffset.UTC));
    report.look();
    assertThat(measured.ahead().orElseThrow()).isLessThan(Duration.ofSeconds(10));

    clock.set(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(3)));
    report.look();
    assertThat(measured.ahead().orElseThrow()).isGreaterThan(Duration.ofMinutes(2));
  }

  /** As a full disk leaves it. */
  @Test
  void aClockWhoseMeasureWasLostIsMeasuredAgain() throws IOException {
    Home home = new Home(aHome());
    HostClock measured = new HostClock(home);
    HostFacts facts = facts("lost", PlanFormat.CURRENT, "0.1.0");
    HostReport report = new HostReport(book, measured, () -> facts, Clock.systemUTC());
    report.look();
    Files.writeString(home.run().resolve("clock-ahead"), "");
    assertThat(measured.ahead()).isEmpty();
    report.look();
    assertThat(measured.ahead()).isPresent();
  }

  /** Both were admitted once, say while the server was away: same machine id, same folder. */
  @Test
  void oneOfTwoClonesStops() throws IOException {
    Home home = new Home(aHome());
    WorkerIdentity me = WorkerIdentity.ofThisProcess(home);
    WorkerIdentity clone = new WorkerIdentity("7", me.machine(), me.place(), "ffff0000");
    Admission admission = new Admission(home);
    whilePolling(
        home.hostId(),
        clone.toString(),
        () -> {
          await().atMost(SOON).until(() -> polls(home.hostId(), clone.toString()));
          tellAs(home, me);
          assertThat(admission.isDisplaced(connection)).as("the cluster knows this one").isFalse();
          tellAs(home, clone);
          assertThat(admission.isDisplaced(connection)).isTrue();
        });
  }

  private static void tellAs(Home home, WorkerIdentity worker) {
    HostFacts facts = facts(home.hostId(), PlanFormat.CURRENT, "0.1.0");
    HostFacts told =
        new HostFacts(
            facts.id(),
            facts.name(),
            facts.roles(),
            facts.machine(),
            facts.hardware(),
            facts.lotus(),
            facts.lotusflow(),
            facts.planFormat(),
            facts.clockAhead(),
            worker.whereabouts(),
            facts.tell());
    book.tell(told);
    await()
        .atMost(SOON)
        .until(
            () -> book.record(facts.id()).map(HostRecord::facts).stream().anyMatch(told::equals));
  }

  /** It may be given any run, and no book of hosts tells of it. */
  @Test
  void nothingIsStartedWhileAWorkerFromBeforeThereWereHostsTakesRuns() throws IOException {
    Path home = aHome();
    Path settings = settings(home, "");
    Process older = new ProcessBuilder("sleep", "600").start();
    String identity = older.pid() + "@" + WorkerIdentity.machineName();
    WorkerSigns signs = new WorkerSigns(connection, new HostClock(new Home(home)));
    try (Connection own =
        Connection.ofWorker(connection.target(), Optional.empty(), Optional.of(identity))) {
      WorkerFactory workers = WorkerFactory.newInstance(own.client());
      workers
          .newWorker(TaskQueues.WORKFLOWS)
          .registerWorkflowImplementationTypes(HostWorkflowImpl.class);
      workers.start();
      whilePolling(
          new Home(home).hostId(),
          "8@here",
          () -> {
            await().atMost(SOON).until(() -> signs.older().isPresent());
            Cli refused =
                call(home, "host", "prepare", "--config", settings.toString(), "--detach");
            assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
            assertThat(refused.err()).contains("older lotusflow", "process " + older.pid());
          });
      workers.shutdownNow();
      workers.awaitTermination(10, TimeUnit.SECONDS);
    } finally {
      older.destroyForcibly().onExit().join();
    }
    assertThat(signs.older()).as("the server remembers a worker that has ended here").isEmpty();
  }

  @Test
  void aNameInTheSettingsIsThatOfOneKnownHost() throws IOException {
    known(facts("chain-a", "chain", PlanFormat.CURRENT, "0.1.0", Optional.empty()));
    Path home = aHome();
    assertThat(installWith(home, "chian").err()).contains("There is no host chian", "host list");
    assertThat(installWith(home, "chian").exit()).isEqualTo(2);
    assertThat(installWith(home, "chain").err()).contains("chain.toml").doesNotContain("no host");

    book.tell(facts("chain-b", "chain", PlanFormat.CURRENT, "0.1.0", Optional.empty()));
    await().atMost(SOON).until(() -> book.called("chain").size() == 2);
    Cli two = installWith(home, "chain");
    assertThat(two.exit()).isEqualTo(2);
    assertThat(two.err()).contains("More than one host is called chain");
  }

  private static Cli installWith(Path home, String host) throws IOException {
    Path settings = settings(home, "hosts = { \"" + host + "\" = \"chain.toml\" }");
    return call(home, "install", "--dry-run", "--config", settings.toString());
  }

  private static Path settings(Path home, String more) throws IOException {
    return Files.writeString(
        home.resolve("lotusflow.toml"),
        """
        [node]
        name = "n9"
        network = "mainnet"
        roles = ["daemon"]
        %s
        [daemon]
        repo = "%s"
        """
            .formatted(more, home.resolve("repo")));
  }

  @Test
  void aCopiedFolderLeavesTheKeyOfTheOtherHostBehind() throws IOException {
    Home home = new Home(aHome());
    Files.writeString(home.hostKey(), "private");
    Files.writeString(home.knownHosts().resolve("chain-1"), "public");
    Cli renewed =
        Cli.call(home.folder(), Map.of("HOME", home.folder() + ""), "host", "id", "--new");

    assertThat(renewed.exit()).as(renewed.err()).isZero();
    assertThat(home.folder().resolve("host-key")).doesNotExist();
    assertThat(home.folder().resolve("known-hosts")).doesNotExist();
  }

  @Test
  void joinsNoNamespaceThatIsNotThere() throws IOException {
    Path home = aHome();
    Path file = home.resolve("join.json");
    new JoinFile(
            "seal-1",
            List.of(),
            server.address(),
            "no-such-namespace",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty())
        .write(file, false);
    Path state = home.resolve("state");
    Cli joined = Cli.call(state, Map.of("HOME", home.toString()), "host", "join", file.toString());

    assertThat(joined.exit()).isEqualTo(3);
    assertThat(joined.err()).contains("no namespace no-such-namespace");
    assertThat(state.resolve("temporal.toml")).doesNotExist();
    assertThat(state.resolve("host.json")).doesNotExist();
  }

  @Test
  void joinsNothingWithoutTheKeyOfThePayloads() throws IOException {
    Path home = aHome();
    Path file = home.resolve("join.json");
    new JoinFile(
            "seal-1",
            List.of(),
            server.address(),
            "default",
            Optional.empty(),
            Optional.empty(),
            List.of("2026-03-01"),
            Optional.empty())
        .write(file, false);
    Cli joined =
        Cli.call(
            home.resolve("state"),
            Map.of("HOME", home.toString()),
            "host",
            "join",
            file.toString());

    assertThat(joined.exit()).isEqualTo(3);
    assertThat(joined.err()).contains("2026-03-01", "payload-keys");
  }

  @Test
  void namesAreKnownUntilTwoHostsHaveOne() {
    Instant since = Instant.parse("2026-03-01T02:10:00Z");
    known(facts("n1", PlanFormat.CURRENT, "0.1.0"));
    book.seenAway(new HostId("n1"), Optional.of(since));
    await()
        .atMost(SOON)
        .until(() -> book.record(new HostId("n1")).flatMap(HostRecord::awaySince).isPresent());
    assertThat(book.record(new HostId("n1")).flatMap(HostRecord::awaySince)).contains(since);
    assertThat(book.record(new HostId("nobody"))).isEmpty();
  }

  /** While a worker asks for the work of a host, and gets none. */
  private static void whilePolling(String host, String identity, ThrowingCallable body) {
    try (Connection own =
        Connection.ofWorker(connection.target(), Optional.empty(), Optional.of(identity))) {
      WorkerFactory workers = WorkerFactory.newInstance(own.client());
      workers.newWorker(new HostId(host).taskQueue()).registerActivitiesImplementations(new Idle());
      workers.start();
      try {
        body.call();
      } catch (Throwable failed) {
        throw new AssertionError(failed);
      } finally {
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Never asked. */
  @ActivityInterface
  public interface Idling {
    void idle();
  }

  /** Never asked. */
  public static final class Idle implements Idling {
    @Override
    public void idle() {}
  }
}
