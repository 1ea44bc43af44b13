package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.alert.AlertDesk;
import io.lotusflow.cli.Cli;
import io.lotusflow.home.Home;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schedules on a real server, by the command line. */
@Tag("dev-server")
class SchedulesTest extends ServerAndHost {

  @Test
  void isCreatedOnceAndThenSaysWhatChanges() throws Exception {
    Cli first = create("--at", "03:00", "--zone", "Asia/Shanghai");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).contains("Schedule sync/n1 created");
    assertThat(first.out().lines().filter(line -> line.contains("03:00 +08:00"))).hasSize(5);
    assertThat(schedule().getSchedule().getPolicy().getCatchupWindow())
        .isEqualTo(Duration.ofHours(1));

    assertThat(create("--at", "03:00", "--zone", "Asia/Shanghai").err()).contains("already so");

    assertThat(create("--at", "04:00", "--zone", "Asia/Shanghai", "--jitter", "5m").err())
        .contains("when: 03:00 Asia/Shanghai → 04:00 Asia/Shanghai")
        .contains("jitter: 0s → 5m");
    assertThat(schedule().getSchedule().getSpec().getJitter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(shown().path("settingsAre").asText()).isEqualTo("same");

    settings("20m");
    assertThat(call("schedule", "list").out()).contains("old settings");
    assertThat(create("--at", "04:00", "--zone", "Asia/Shanghai", "--jitter", "5m").err())
        .contains("settings:");
    assertThat(call("schedule", "list").out()).doesNotContain("old settings");
  }

  @Test
  void previewsTheTimesThatTheServerWillTakeAlsoWhenTheClocksChange() {
    for (String zone : List.of("Europe/Berlin", "America/New_York", "Asia/Shanghai")) {
      for (String at : List.of("01:30", "02:30", "03:00")) {
        create("--at", at, "--zone", zone);
        await().atMost(PATIENCE).until(() -> timing().zone().equals(zone));
        await().atMost(PATIENCE).until(() -> timing().at().equals(List.of(at)));
        Instant from = Instant.parse("2027-01-01T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(365));
        assertThat(ordinary(zone, to, new Timetable(timing()).after(from, 400)))
            .as(at + ' ' + zone)
            .hasSizeGreaterThan(362)
            .isEqualTo(ordinary(zone, to, matching(from, to)));
      }
    }
  }

  /** Without the day that repeats an hour: there the server starts some runs once more. */
  private static List<Instant> ordinary(String zone, Instant to, List<Instant> times) {
    ZoneId rules = ZoneId.of(zone);
    return times.stream()
        .filter(at -> at.isBefore(to))
        .filter(
            at -> {
              var midnight = at.atZone(rules).toLocalDate().atStartOfDay(rules);
              return Duration.between(midnight, midnight.plusDays(1)).toHours() <= 24;
            })
        .toList();
  }

  private Timing timing() {
    return ScheduleBook.plan(schedule()).orElseThrow().timing();
  }

  private List<Instant> matching(Instant from, Instant to) {
    return connection
        .stubs()
        .blockingStub()
        .listScheduleMatchingTimes(
            ListScheduleMatchingTimesRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId(ID)
                .setStartTime(seconds(from))
                .setEndTime(seconds(to))
                .build())
        .getStartTimeList()
        .stream()
        .map(time -> Instant.ofEpochSecond(time.getSeconds()))
        .toList();
  }

  private static com.google.protobuf.Timestamp seconds(Instant at) {
    return com.google.protobuf.Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }

  @Test
  void runsTheProcedureUnderItsOwnIdAndLeavesAReceipt() throws Exception {
    create("--at", "03:00");
    Cli trigger = call("schedule", "trigger", ID);
    assertThat(trigger.exit()).as(trigger.err()).isZero();
    String run = lastRun().path("id").asText();
    assertThat(run).startsWith("scheduled/sync/n1-");
    assertThat(connection.client().fetchHistory(ID).getEvents()).isNotEmpty();
    keepHistory("scheduled-0.1.0-done.json", run);

    Cli show = call("run", "show", run);
    assertThat(show.out()).contains("the head is 7", "undo this", "lotusflow schedule create");
    bookkeeping().sweep();
    String page = Files.readString(onlyPage());
    assertThat(page).contains("# " + run, "undo this", "## Plan", "lotusflow schedule create");
    assertThat(page).doesNotContain("t0ken");
    assertThat(chat.heard).isEmpty();
  }

  private Path onlyPage() throws IOException {
    try (Stream<Path> files = Files.walk(new Home(home).receipts())) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).toList();
      assertThat(pages).hasSize(1);
      return pages.get(0);
    }
  }

  @Test
  void skipsANightThatWouldOnlyWearTheDisk() throws Exception {
    Files.createDirectories(home.resolve("repo/datastore"));
    Files.write(home.resolve("repo/datastore/000001.sst"), new byte[3 << 20]);
    create("--at", "03:00", "--only-if", "datastore>5MiB");
    Cli trigger = call("schedule", "trigger", ID);
    assertThat(trigger.exit()).as(trigger.err()).isZero();
    assertThat(trigger.out()).contains("was skipped: runs only if datastore>5MiB; found 3MiB");
    assertThat(call("run", "list").out()).contains("skipped").contains("found 3MiB");
    assertThat(call("schedule", "show", ID).out()).contains("found 3MiB");
    assertThat(chain.asked).hasValue(0);
    keepHistory("scheduled-0.1.0-skipped.json", lastRun().path("id").asText());

    create("--at", "03:00", "--only-if", "datastore>2MiB");
    assertThat(call("schedule", "trigger", ID).exit()).isZero();
    assertThat(chain.asked).hasValue(1);
    create("--at", "03:00", "--only-if", "age>1d");
    assertThat(call("schedule", "trigger", ID).out()).contains("was skipped");
  }

  @Test
  void waitsForABusyNodeOrSkipsIt() throws Exception {
    chain.sleeps = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    create("--at", "03:00", "--when-busy", "skip");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(call("run", "list", "--open").out()).contains(ID));
    assertThat(call("schedule", "trigger", ID).out()).contains("was skipped: sync/n1 has the node");
    keepHistory("scheduled-0.1.0-busy.json", lastRun().path("id").asText());

    create("--at", "03:00", "--when-busy", "wait");
    assertThat(call("schedule", "trigger", ID, "--detach").exit()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(call("run", "show", lastRun().path("id").asText()).out())
                    .contains("waits for sync/n1"));
    chain.sleeps = false;
    awaitLastRun("completed");
    assertThat(chain.asked).hasValue(2);
  }

  @Test
  void pausesOnFailureAndTellsWhoMustKnow() throws Exception {
    chain.fails = true;
    create("--at", "03:00");
    assertThat(call("schedule", "trigger", ID).exit()).isNotZero();
    await().atMost(PATIENCE).until(() -> schedule().getSchedule().getState().isPaused());
    assertThat(call("schedule", "list").out()).contains("paused");
    await().atMost(PATIENCE).untilAsserted(() -> failureIsTold());
    bookkeeping().sweep();
    assertThat(chat.heard).hasSize(1);
    assertThat(chat.heard.get(0)).contains("\"event\":\"failed\"", "nothing was changed");
    chain.fails = false;
    assertThat(call("schedule", "resume", ID).exit()).isZero();
    assertThat(call("schedule", "trigger", ID).exit()).isZero();
  }

  private void failureIsTold() {
    bookkeeping().sweep();
    assertThat(chat.heard).isNotEmpty();
  }

  @Test
  void pausesWithAReasonAndKeepsItOverAnUpdate() {
    create("--at", "03:00");
    Cli pause = call("schedule", "pause", ID, "--reason", "disk is being changed");
    assertThat(pause.err()).contains("Resume it before");
    create("--at", "05:00");
    assertThat(call("schedule", "list").out()).contains("disk is being changed");
    assertThat(shown().path("paused").asBoolean()).isTrue();
    call("schedule", "resume", ID);
    assertThat(shown().path("paused").asBoolean()).isFalse();
  }

  @Test
  void tellsOnceWhenItWasSkippedTwiceInARow() {
    chain.sleeps = true;
    create("--cron", "* * * * *");
    SkipWatch watch =
        new SkipWatch(
            book,
            host(),
            new Home(home).alerts().resolve("schedules"),
            new AlertDesk(connection.client()),
            Optional.empty());
    watch.look();
    assertThat(call("schedule", "trigger", ID, "--detach").exit()).isZero();
    watch.look();
    for (int i = 0; i < 3; i++) {
      book.handle(ID).trigger();
      int skipped = i + 1;
      await()
          .atMost(PATIENCE)
          .until(() -> schedule().getInfo().getNumActionsSkippedOverlap() >= skipped);
      watch.look();
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    assertThat(chat.heard.get(0)).contains("\"event\":\"skipped\"", "OVERLAP");
    assertThat(call("schedule", "show", ID).out()).contains("never started");
    assertThat(call("schedule", "trigger", ID).err()).contains("still goes on");
  }

  @Test
  void missesWhatItsCatchUpWindowDoesNotReachWhileTheServerIsDown() throws Exception {
    create("--cron", "* * * * *", "--catch-up", "10s");
    call("schedule", "pause", ID);
    call("schedule", "resume", ID);
    stopWorkers();
    server.stop();
    Instant down = Instant.now();
    Instant twoMinutes = down.plus(Duration.ofMinutes(1));
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                Instant.now().isAfter(twoMinutes)
                    && Instant.now().getEpochSecond() % 60 > 20
                    && Instant.now().getEpochSecond() % 60 < 40);
    server.startAgain();
    startWorkers();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shown().path("missed").asInt()).isPositive());
    assertThat(call("schedule", "show", ID).out()).contains("missed because Temporal was down");
  }

  @Test
  void sendsATestAlertByTheWayOfAllAlerts() throws Exception {
    Cli test = call("alert", "test");
    assertThat(test.exit()).as(test.err()).isZero();
    assertThat(test.out()).contains("webhook took it");
    assertThat(chat.heard).hasSize(1);
    String history = alertHistory();
    assertThat(history).doesNotContain("t0ken");
  }

  private String alertHistory() throws IOException {
    String id =
        connection
            .client()
            .listExecutions("WorkflowType = 'Alert' AND LotusflowHost = '" + host() + "'")
            .findFirst()
            .orElseThrow()
            .getExecution()
            .getWorkflowId();
    keepHistory("alert-0.1.0-sent.json", id);
    return connection.client().fetchHistory(id).toJson(true);
  }

  @Test
  void refusesWhatMakesNoSenseBeforeAnythingStarts() {
    assertThat(create("--at", "03:00", "--zone", "Asia/Shanhai").err())
        .contains("did you mean \"Asia/Shanghai\"?");
    assertThat(create().exit()).isEqualTo(2);
    assertThat(create("--cron", "0 0 30 2 *").err()).contains("never comes");
    assertThat(create("--at", "03:00", "--only-if", "moon>full").exit()).isEqualTo(2);
    assertThat(call("schedule", "create", "sync-wai", "--at", "03:00").err())
        .contains("did you mean \"sync-wait\"?");
    assertThat(call("schedule", "show", "nothing/n1").exit()).isEqualTo(2);
    assertThat(book.describe(ID)).isEmpty();
    assertThat(create("--at", "03:00", "--dry-run").out()).contains("Next times");
    assertThat(book.describe(ID)).isEmpty();
  }
}
