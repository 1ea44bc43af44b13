package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import io.lotusflow.watch.Columns;
import io.lotusflow.window.Obstacles;
import io.lotusflow.window.ProvingSchedule;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of a mainnet miner. */
class WindowTextTest {
  private static final BitField NONE = BitField.of();

  @TempDir private Path home;

  private static ProvingSchedule schedule(Set<Integer> live, Set<Integer> faulty) {
    List<BitField> submissions = new ArrayList<>();
    List<List<Partition>> partitions = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      submissions.add(NONE);
      BitField faults = faulty.contains(i) ? BitField.of(1) : NONE;
      partitions.add(
          live.contains(i)
              ? List.of(new Partition(BitField.of(1, 2, 3), faults, NONE))
              : List.of());
    }
    return new ProvingSchedule(
        new ProvingPeriod(4_000_000, 4_000_000, 48, 2880, 60, 70),
        4_000_000,
        submissions,
        partitions);
  }

  private List<String> print(ProvingSchedule schedule, List<Long> drawing) {
    StringWriter out = new StringWriter();
    WindowOutlook outlook =
        new WindowOutlook(
            "f01000",
            schedule,
            new Obstacles(drawing, List.of(), List.of(), List.of()),
            Instant.parse("2026-11-29T12:00:00Z"),
            Duration.ofSeconds(30),
            Duration.ofMinutes(20),
            Duration.ofMinutes(5));
    new WindowText(SessionOf.writing(home, out, new StringWriter()), outlook).print();
    return out.toString().lines().toList();
  }

  private static String bar(List<String> lines) {
    return lines.stream().filter(line -> line.matches("[.#!-]{72}")).findFirst().orElseThrow();
  }

  @Test
  void showsWhatMayBeAndWhatLiesBetween() {
    List<String> lines = print(schedule(Set.of(3, 4, 6, 20), Set.of(20)), List.of());

    assertThat(lines).allMatch(line -> Columns.width(line) <= 80);
    assertThat(lines).anyMatch(line -> line.contains("It may go now"));
    assertThat(String.join("\n", lines))
        .contains("deadlines 3-4: 6 sectors")
        .contains("deadlines 6: 3 sectors")
        .contains("recoveries of 20")
        .contains("1 faulty sectors are not declared recovered");
    assertThat(lines.stream().filter(line -> line.endsWith("may be away"))).hasSize(5);
    // Half an hour is a cell and a half.
    assertThat(bar(lines))
        .isEqualTo("....####.##.................!.##........................................");
  }

  @Test
  void saysWhatIsInTheWayNow() {
    List<String> lines = print(schedule(Set.of(3), Set.of()), List.of(7L));

    assertThat(String.join("\n", lines)).contains("Not now.", "draw their ticket", "[7]");
  }

  @Test
  void whereEveryDeadlineIsLiveThereIsNone() {
    Set<Integer> all = Set.copyOf(java.util.stream.IntStream.range(0, 48).boxed().toList());
    List<String> lines = print(schedule(all, Set.of()), List.of());

    assertThat(bar(lines)).isEqualTo("#".repeat(72));
    assertThat(lines).noneMatch(line -> line.endsWith("may be away") || line.contains("may go"));
  }

  @Test
  void aMinerWithoutSectorsMayGoAtAnyTime() {
    assertThat(print(schedule(Set.of(), Set.of()), List.of()))
        .anyMatch(line -> line.contains("at any time"));
  }
}
