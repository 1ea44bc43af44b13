package io.lotusflow.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.run.BookReader;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Skipped;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunMemory;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Notices schedules that do not get to run. The server counts what it skips and starts nothing, so
 * nobody else would notice.
 */
public final class SkipWatch {

  private static final int WORTH_TELLING = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScheduleBook book;
  private final HostId host;
  private final Path folder;
  private final AlertDesk desk;
  private final Optional<BookReader> reader;

  /**
   * @param folder what was seen of each schedule
   * @param reader who is told what was seen
   */
  public SkipWatch(
      ScheduleBook book, HostId host, Path folder, AlertDesk desk, Optional<BookReader> reader) {
    this.book = book;
    this.host = host;
    this.folder = folder;
    this.desk = desk;
    this.reader = reader;
  }

  /**
   * What was seen at the last look.
   *
   * @param actions runs started so far
   * @param overlap skipped before the newest of them, as the server counts
   * @param missed likewise
   * @param told of the skips since
   */
  record Seen(long actions, long overlap, long missed, boolean told) {

    static Seen of(ScheduleInfo info, boolean told) {
      return new Seen(
          info.getNumActions(),
          info.getNumActionsSkippedOverlap(),
          info.getNumActionsMissedCatchupWindow(),
          told);
    }
  }

  /** One look at all schedules of the host. */
  public void look() {
    List<BookReader.Skips> seen =
        book.of(host).stream()
            .map(schedule -> new BookReader.Skips(schedule.getId(), look(schedule)))
            .toList();
    reader.ifPresent(who -> who.skips(seen));
  }

  /** Returns how often it did not get to run since it last did. */
  private long look(ScheduleDescription schedule) {
    ScheduleInfo info = schedule.getInfo();
    Seen before = read(schedule).orElseGet(() -> Seen.of(info, false));
    int busy = busyInARow(info);
    boolean ranAgain = info.getNumActions() != before.actions();
    Seen base = ranAgain ? Seen.of(info, before.told() && busy > 0) : before;
    long overlap = info.getNumActionsSkippedOverlap() - base.overlap();
    long missed = info.getNumActionsMissedCatchupWindow() - base.missed();
    long inRow = busy + overlap + missed;
    if (inRow >= WORTH_TELLING && !base.told()) {
      tell(schedule, inRow, missed > 0 ? "MISSED" : overlap > 0 ? "OVERLAP" : "NODE_BUSY");
    }
    Seen after = new Seen(base.actions(), base.overlap(), base.missed(), inRow >= WORTH_TELLING);
    if (!Optional.of(after).equals(read(schedule))) {
      write(schedule, after);
    }
    return inRow;
  }

  private void tell(ScheduleDescription schedule, long inRow, String why) {
    ScheduledPlan plan = ScheduleBook.plan(schedule).orElseThrow();
    desk.raise(
        plan.scope(),
        new Alert(
            Alert.Event.SKIPPED,
            schedule.getId() + "/skips/" + schedule.getInfo().getNumActions() + '-' + why,
            schedule.getId(),
            "",
            why,
            "",
            List.of(Long.toString(inRow)),
            Instant.now()));
  }

  /** Newest runs that gave up because another one had the node. */
  private int busyInARow(ScheduleInfo info) {
    List<ScheduleActionResult> newestFirst = new ArrayList<>(info.getRecentActions());
    Collections.reverse(newestFirst);
    Histories histories = new Histories(book.workflows());
    int inRow = 0;
    for (ScheduleActionResult action : newestFirst) {
      if (!gaveUp(histories, action)) {
        break;
      }
      inRow++;
    }
    return inRow;
  }

  private static boolean gaveUp(Histories histories, ScheduleActionResult action) {
    return action.getAction() instanceof ScheduleActionExecutionStartWorkflow started
        && histories
            .memory(started.getWorkflowId())
            .flatMap(RunMemory::skipped)
            .filter(skipped -> skipped.why() == Skipped.Why.NODE_BUSY)
            .isPresent();
  }

  private Optional<Seen> read(ScheduleDescription schedule) {
    Path file = file(schedule);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), Seen.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(ScheduleDescription schedule, Seen seen) {
    Path file = file(schedule);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(folder);
      JSON.writeValue(draft.toFile(), seen);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(ScheduleDescription schedule) {
    return folder.resolve(schedule.getId().replace('/', '_') + ".json");
  }
}
