package io.lotusflow.servermove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import io.lotusflow.home.Home;
import io.lotusflow.servermove.MoveJournal.Kept;
import io.lotusflow.servermove.MoveJournal.Phase;
import io.lotusflow.temporal.ClientConfiguration;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.Target;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two servers that keep schedules, with the answer to any one call lost. */
class ServerMoveTest {

  @TempDir Path folder;
  private ScheduleServer old;
  private ScheduleServer fresh;
  private Connection from;
  private Connection to;
  private Home home;

  /** Calls until an answer is lost; negative for never. */
  private int calls = -1;

  @BeforeEach
  void twoServers() throws IOException {
    home = new Home(Files.createDirectories(folder.resolve("home")));
    old = new ScheduleServer(this::isLost);
    fresh = new ScheduleServer(this::isLost);
    from = connection(old, "old.toml");
    to = connection(fresh, "new.toml");
    refill();
  }

  @AfterEach
  void end() {
    from.close();
    to.close();
    old.close();
    fresh.close();
  }

  private void refill() {
    old.schedules.clear();
    fresh.schedules.clear();
    old.schedules.put("sync/n1", schedule("0 3 * * *", false, ""));
    old.schedules.put("sync/n2", schedule("0 4 * * *", true, "disk is being changed"));
    old.schedules.put("backup/n1", schedule("0 5 * * *", false, "only a note"));
  }

  private static Schedule schedule(String cron, boolean paused, String note) {
    return Schedule.newBuilder()
        .setSpec(ScheduleSpec.newBuilder().addCronString(cron))
        .setState(ScheduleState.newBuilder().setPaused(paused).setNotes(note))
        .build();
  }

  private synchronized boolean isLost() {
    return calls >= 0 && calls-- == 0;
  }

  private Connection connection(ScheduleServer server, String file) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve(file),
            "[profile.default]\naddress = \"%s\"\nnamespace = \"n\"\n".formatted(server.address()));
    return Connection.open(
        Connection.Kind.CLI, Target.of(configuration, PayloadKeyFile.of(home, Map.of())));
  }

  @Test
  void movesAllWithTheirPausesAndLeavesTheOldOnesPaused() {
    Map<String, Schedule> before = old.all();

    move();

    assertThat(fresh.all()).isEqualTo(before);
    assertThat(old.all().values()).allMatch(schedule -> schedule.getState().getPaused());
    assertThat(ClientConfiguration.fileOf(home)).content().contains(fresh.address());
    assertThat(MoveJournal.isThere(home)).isFalse();
  }

  /** The call was done each time, and nobody heard of it: as after a kill. */
  @Test
  void comesToTheSameWhicheverAnswerIsLost() throws IOException {
    Map<String, Schedule> before = old.all();
    int lost = 0;
    boolean interrupted = true;
    while (interrupted) {
      refill();
      Files.deleteIfExists(ClientConfiguration.fileOf(home));
      calls = lost;
      interrupted = catchThrowableOfType(StatusRuntimeException.class, this::move) != null;
      calls = -1;
      if (interrupted) {
        assertThat(fresh.all().values())
            .as("before the switch nothing runs on both; lost %d", lost)
            .allMatch(any -> any.getState().getPaused() || oldOnesArePaused());
        move();
      }

      assertThat(fresh.all()).as("answer %d lost", lost).isEqualTo(before);
      assertThat(oldOnesArePaused()).isTrue();
      lost++;
    }
    assertThat(lost).as("calls of a whole move").isGreaterThan(20);
  }

  private boolean oldOnesArePaused() {
    return old.all().values().stream().allMatch(schedule -> schedule.getState().getPaused());
  }

  @Test
  void isTakenBackWhicheverAnswerIsLost() {
    Map<String, Schedule> before = old.all();
    for (int lost = 0; lost < 12; lost++) {
      refill();
      ServerMove move = new ServerMove(home);
      MoveJournal journal = move.copy(move.begin(from, to), from, to);
      calls = lost;
      Throwable away =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> move.giveUp(journal, from, Optional.of(to)));
      calls = -1;
      if (away != null) {
        move.giveUp(journal, from, Optional.of(to));
      }

      assertThat(old.all()).as("answer %d lost", lost).isEqualTo(before);
      assertThat(fresh.all()).isEmpty();
      assertThat(MoveJournal.isThere(home)).isFalse();
    }
  }

  /** With Temporal's own command line, say. */
  @Test
  void doesNotMindOneThatIsDeletedMeanwhile() {
    ServerMove move = new ServerMove(home);
    move.begin(from, to);
    old.schedules.remove("sync/n1");
    Map<String, Schedule> left = old.all();
    MoveJournal journal = move.copy(move.begin(from, to), from, to);
    assertThat(fresh.all()).containsOnlyKeys(left.keySet());

    move.giveUp(journal, from, Optional.of(to));

    assertThat(old.all()).containsOnlyKeys(left.keySet());
    assertThat(old.all().get("backup/n1").getState().getPaused()).isFalse();
    assertThat(fresh.all()).isEmpty();
    assertThat(MoveJournal.isThere(home)).isFalse();
  }

  @Test
  void doesNotTouchSchedulesOfOthers() {
    fresh.schedules.put("sync/n2", schedule("1 1 * * *", false, "somebody else's"));
    Map<String, Schedule> before = old.all();

    MoveRefused refused =
        catchThrowableOfType(MoveRefused.class, () -> new ServerMove(home).begin(from, to));

    assertThat(refused.kind()).isEqualTo(MoveRefused.Kind.TAKEN);
    assertThat(refused.arguments()).containsExactly("sync/n2");
    assertThat(old.all()).isEqualTo(before);
    assertThat(MoveJournal.isThere(home)).isFalse();
  }

  @Test
  void doesNotBeginASecondMoveElsewhere() throws IOException {
    new ServerMove(home).begin(from, to);
    try (ScheduleServer third = new ScheduleServer(() -> false);
        Connection elsewhere = connection(third, "third.toml")) {
      MoveRefused refused =
          catchThrowableOfType(
              MoveRefused.class, () -> new ServerMove(home).begin(from, elsewhere));
      assertThat(refused.kind()).isEqualTo(MoveRefused.Kind.OTHER_MOVE);
    }
  }

  @Test
  void refusesACopyThatSomebodyChanged() {
    ServerMove move = new ServerMove(home);
    MoveJournal journal = move.copy(move.begin(from, to), from, to);
    fresh.schedules.put("sync/n1", schedule("9 9 * * *", true, journal.id()));

    MoveRefused refused =
        catchThrowableOfType(MoveRefused.class, () -> move.copy(journal, from, to));

    assertThat(refused.kind()).isEqualTo(MoveRefused.Kind.DIFFERS);
    assertThat(refused.arguments()).containsExactly("sync/n1");
  }

  @Test
  void writesTheSettingsWhenItWasKilledBeforeThem() throws IOException {
    ServerMove move = new ServerMove(home);
    move.switchTo(move.copy(move.begin(from, to), from, to), folder.resolve("new.toml"));
    Files.delete(ClientConfiguration.fileOf(home));

    move();

    assertThat(ClientConfiguration.fileOf(home)).content().contains(fresh.address());
    assertThat(fresh.all().get("sync/n1").getState().getPaused()).isFalse();
  }

  /** The settings name the new server already, and what comes after them fails. */
  @Test
  void knowsOfTheSwitchWhenItWasKilledAfterTheSettings() throws IOException {
    Path stuck =
        Files.createDirectories(home.alerts().resolve("schedules").resolve("n1").resolve("x"));
    assertThatThrownBy(this::move).isInstanceOf(UncheckedIOException.class);
    assertThat(ClientConfiguration.fileOf(home)).content().contains(fresh.address());
    assertThat(MoveJournal.read(home).map(MoveJournal::phase)).contains(Phase.SWITCHED);

    Files.delete(stuck);
    move();

    assertThat(fresh.all().get("sync/n1").getState().getPaused()).isFalse();
    assertThat(MoveJournal.isThere(home)).isFalse();
  }

  /** What an operator changed on the new server after it took over, stays. */
  @Test
  void leavesWhatWasChangedAfterTheSwitch() {
    ServerMove move = new ServerMove(home);
    MoveJournal journal =
        move.switchTo(move.copy(move.begin(from, to), from, to), folder.resolve("new.toml"));
    fresh.schedules.put("sync/n1", schedule("0 3 * * *", true, "by hand"));

    List<Kept> missed = move.finish(journal, to);

    assertThat(fresh.all().get("sync/n1").getState().getNotes()).isEqualTo("by hand");
    assertThat(fresh.all().get("backup/n1").getState().getPaused()).isFalse();
    assertThat(missed).isEmpty();
  }

  /** As the command does it, from wherever it was. */
  private void move() {
    ServerMove move = new ServerMove(home);
    MoveJournal journal =
        MoveJournal.read(home)
            .filter(before -> before.phase() == Phase.SWITCHED)
            .orElseGet(() -> move.copy(move.begin(from, to), from, to));
    move.finish(move.switchTo(journal, folder.resolve("new.toml")), to);
  }
}
