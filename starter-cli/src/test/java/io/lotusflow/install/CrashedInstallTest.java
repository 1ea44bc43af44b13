package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Rotation;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.crash.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One install during which somebody is killed at each step, from outside. It must end as an
 * undisturbed one does. A class of its own, so that it is run beside the other long one.
 */
@Tag("e2e")
@ExtendWith(UndisturbedInstall.Once.class)
class CrashedInstallTest {

  /** Polled for as long as the money needs to come, so there may be more or fewer of them. */
  private static final String POLL = "Wallet.ReadFunds ";

  private static final Duration BRIEF = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void endsLikeAnUndisturbedOneWhoeverIsKilled(UndisturbedInstall undisturbed) throws Exception {
    try (Operator operator =
        new Operator(folder, Map.of("LOTUSFLOW_TEMPORAL", undisturbed.temporal().toString()))) {
      Rotation rotation = new Rotation(undisturbed.outcome());
      Havoc.Outcome outcome = new Havoc(operator, new InstallOrdeal()).wreak(rotation);
      String story = outcome.blows().stream().map(Blow::toString).collect(Collectors.joining("\n"));
      System.out.println(story + ownFailures(outcome));

      check(outcome, undisturbed.outcome());
      goesOnSoonAfterAnOutage(outcome, undisturbed.outcome());
      assertThat(hit(outcome)).as(story).contains(Victim.WORKER, Victim.SERVER, Victim.SUPERVISOR);
      assertThat(hit(outcome)).as(story).filteredOn(Victim::isJob).hasSizeGreaterThan(1);
      assertThat(missed(outcome)).as(story).hasSizeLessThan(outcome.blows().size() / 3);
    }
  }

  /** The same steps, the same end, and nothing done twice but what was killed itself. */
  static void check(Havoc.Outcome outcome, Havoc.Outcome undisturbed) {
    assertThat(outcome.completed()).as("%s", outcome).isTrue();
    assertThat(outcome.end().differencesFrom(undisturbed.end()))
        .as("%s", outcome.blows())
        .isEmpty();
    assertThat(names(outcome)).as("%s", outcome.blows()).isEqualTo(names(undisturbed));
    doesNoJobTwice(outcome, undisturbed);
  }

  /** A job is begun again only if it was killed itself; the loss of a child it may bear. */
  private static void doesNoJobTwice(Havoc.Outcome outcome, Havoc.Outcome undisturbed) {
    for (TakenStep step : outcome.steps()) {
      int usual = undisturbed.jobs().begunAt(step.type());
      Set<Victim> killed =
          outcome.blows().stream()
              .filter(blow -> blow.hit() && blow.step().name().equals(step.name()))
              .map(blow -> blow.aim().victim())
              .filter(Victim::isJob)
              .collect(Collectors.toSet());
      boolean mayBear = killed.contains(Victim.JOB_CHILD) || diedBeforeItBegan(step);
      int least = killed.isEmpty() || mayBear ? usual : usual + 1;
      int most = killed.isEmpty() ? usual : usual + 1;
      assertThat(outcome.jobs().begunAt(step.type())).as("jobs of %s", step).isBetween(least, most);
    }
  }

  /** Killed before it had noted who it is, a job has not begun. */
  private static boolean diedBeforeItBegan(TakenStep step) {
    return step.lastFailure().contains("its wrapper did not begin");
  }

  /** Told by the steps that are short: each ends as soon as its worker has the server again. */
  private static void goesOnSoonAfterAnOutage(Havoc.Outcome outcome, Havoc.Outcome undisturbed) {
    Set<String> brief =
        undisturbed.steps().stream()
            .filter(step -> step.took().compareTo(BRIEF) < 0)
            .map(TakenStep::name)
            .collect(Collectors.toSet());
    List<Duration> later =
        outcome.blows().stream()
            .filter(blow -> blow.hit() && blow.aim().victim() == Victim.SERVER)
            .filter(blow -> brief.contains(blow.step().name()))
            .map(blow -> Duration.between(blow.over(), ended(outcome, blow)))
            .sorted()
            .toList();
    System.out.println("after the server served again, steps ended after " + later);
    assertThat(later).isNotEmpty();
    assertThat(later.get(later.size() / 2)).isLessThan(Duration.ofSeconds(3));
  }

  private static Instant ended(Havoc.Outcome outcome, Blow blow) {
    return outcome.steps().stream()
        .filter(step -> step.name().equals(blow.step().name()))
        .map(TakenStep::ended)
        .findFirst()
        .orElseThrow();
  }

  /** What went wrong in an attempt by itself, because of what the one before had left. */
  static String ownFailures(Havoc.Outcome outcome) {
    return outcome.steps().stream()
        .filter(step -> !step.lastFailure().matches("|activity Heartbeat timeout"))
        .map(step -> "\nretried %s: %s".formatted(step.name(), step.lastFailure()))
        .collect(Collectors.joining());
  }

  private static List<String> names(Havoc.Outcome outcome) {
    return outcome.steps().stream()
        .map(TakenStep::name)
        .filter(name -> !name.contains(POLL))
        .toList();
  }

  private static Set<Victim> hit(Havoc.Outcome outcome) {
    return outcome.blows().stream()
        .filter(Blow::hit)
        .map(blow -> blow.aim().victim())
        .collect(Collectors.toSet());
  }

  private static List<Blow> missed(Havoc.Outcome outcome) {
    return outcome.blows().stream().filter(blow -> !blow.hit()).toList();
  }
}
