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
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.DevServer;
import io.lotusflow.watch.Histories;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    return new HostFacts(
        new HostId(id),
        "name-of-" + id,
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
    return new WorkerSigns(connection)
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
    Path settings = home.resolve("lotusflow.toml");
    Files.writeString(
        settings,
        """
        [node]
        name = "n9"
        network = "mainnet"
        roles = ["daemon"]
        [daemon]
        repo = "%s"
        """
            .formatted(home.resolve("repo")));
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
        connection
            .client()
            .newUntypedWorkflowStub(
                "OfTheFuture",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("future/n1")
                    .setTaskQueue("nobody")
                    .setMemo(Map.of(RunMemo.FORMAT, PlanFormat.CURRENT + 1))
                    .setTypedSearchAttributes(
                        SearchAttributes.newBuilder()
                            .set(io.lotusflow.run.SearchAttributes.PROCEDURE, "future")
                            .build())
                    .build());
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
    HostWatch watch =
        new HostWatch(
            new HostId("aaa-first"),
            connection,
            new AlertDesk(connection.client()),
            Duration.ZERO,
            Duration.ofSeconds(-1));
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
          book.tell(facts);
          await()
              .atMost(SOON)
              .until(() -> book.record(facts.id()).flatMap(HostRecord::awaySince).isEmpty());
        });
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
