package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.cli.Cli;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A machine that was off for several nights, which are ten seconds each here. */
@Tag("matrix")
class MissedNightsTest extends ServerAndHost {

  private static final Duration NIGHT = Duration.ofSeconds(10);
  private static final Duration OFF = Duration.ofSeconds(65);

  @Test
  void startsNoMoreRunsThanItsCatchUpWindowAllows() throws Exception {
    Cli create = create("--at", "03:00", "--catch-up", "15s", "--overlap", "buffer");
    assertThat(create.exit()).as(create.err()).isZero();
    everyNight();
    await().atMost(PATIENCE).until(() -> chain.asked.get() >= 1);

    stopWorkers();
    server.stop();
    Instant off = Instant.now();
    await()
        .atMost(OFF.plusSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> Instant.now().isAfter(off.plus(OFF)));
    int before = chain.asked.get();
    server.startAgain();
    startWorkers();
    await().atMost(PATIENCE).until(() -> shown().path("missed").asInt() > 0);
    call("schedule", "pause", ID);

    assertThat(shown().path("missed").asInt())
        .as("nights that were too long ago")
        .isGreaterThanOrEqualTo(4);
    awaitLastRun("completed");
    assertThat(chain.asked.get() - before)
        .as("the nights of the last 15 s, and those since")
        .isLessThanOrEqualTo(2 + nightsSince(off.plus(OFF)));
    assertThat(call("schedule", "show", ID).out()).contains("missed because Temporal was down");
  }

  private static int nightsSince(Instant on) {
    return (int) Duration.between(on, Instant.now()).dividedBy(NIGHT) + 1;
  }

  /** What the command line cannot ask for. */
  private void everyNight() {
    ScheduleSpec often =
        ScheduleSpec.newBuilder().setIntervals(List.of(new ScheduleIntervalSpec(NIGHT))).build();
    book.handle(ID)
        .update(
            input ->
                new ScheduleUpdate(
                    io.temporal.client.schedules.Schedule.newBuilder(
                            input.getDescription().getSchedule())
                        .setSpec(often)
                        .build()));
  }
}
