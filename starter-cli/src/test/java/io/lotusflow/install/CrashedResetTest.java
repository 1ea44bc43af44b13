package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Rotation;
import io.lotusflow.crash.StepAtWork;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.crash.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One reset of a living node's chain, during whose switch somebody is killed at each step. It must
 * end as an undisturbed one does. All other steps are {@code ResetMatrixTest}'s.
 */
@Tag("matrix")
class CrashedResetTest {

  /** Half a dozen lost workers, each of which is noticed after four seconds. */
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(90);

  private final ResetOrdeal reset = new ResetOrdeal();

  @TempDir Path folder;

  @Test
  void endsLikeAnUndisturbedOneWhoeverIsKilled() throws Exception {
    try (Operator operator = new Operator(folder, Map.of())) {
      new InstallOrdeal().prepare(operator);
      operator.types("install", "--rehearsal").expecting(0);
      endsLikeAnUndisturbedOne(operator);
    }
  }

  private void endsLikeAnUndisturbedOne(Operator operator) throws Exception {
    operator.types("chain", "reset", "--rehearsal").expecting(0);
    Havoc.Outcome undisturbed = new Havoc(operator, reset).undisturbed();
    Rotation rotation = new Rotation(undisturbed);
    Set<String> away = away(undisturbed.steps());
    LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));

    try (OutsidePoll poll = new OutsidePoll(node.api())) {
      Havoc.Outcome outcome = new Havoc(operator, reset).wreak(step -> aim(step, away, rotation));
      String story = outcome.blows().stream().map(Blow::toString).collect(Collectors.joining("\n"));
      System.out.println(
          story + CrashedInstallTest.ownFailures(outcome) + "\nno answer for " + poll.silences());

      check(outcome, undisturbed);
      List<Blow> hits = outcome.blows().stream().filter(Blow::hit).toList();
      assertThat(hits).as(story).hasSizeGreaterThan(away.size() / 2);
      assertThat(hits.stream().map(blow -> blow.aim().victim()))
          .as(story)
          .contains(Victim.WORKER, Victim.SERVER);
      assertThat(poll.silences()).allMatch(silence -> silence.compareTo(AWAY_AT_MOST) < 0);
    }
  }

  private static void check(Havoc.Outcome outcome, Havoc.Outcome undisturbed) {
    assertThat(outcome.completed()).as("%s", outcome).isTrue();
    assertThat(outcome.end().differencesFrom(undisturbed.end()))
        .as("%s", outcome.blows())
        .isEmpty();
    assertThat(outcome.steps().stream().map(TakenStep::name))
        .as("%s", outcome.blows())
        .containsExactlyElementsOf(undisturbed.steps().stream().map(TakenStep::name).toList());
    for (TakenStep step : undisturbed.steps()) {
      assertThat(outcome.jobs().begunAt(step.type()))
          .as("jobs of two resets for %s, none of which was killed", step)
          .isEqualTo(2 * undisturbed.jobs().begunAt(step.type()));
    }
  }

  private static Optional<Aim> aim(StepAtWork step, Set<String> away, Rotation rotation) {
    return away.contains(step.name()) ? rotation.apply(step) : Optional.empty();
  }

  /** From the step that stops the first process to the one after which all run again. */
  private static Set<String> away(List<TakenStep> steps) {
    List<String> names = steps.stream().map(TakenStep::name).toList();
    return Set.copyOf(
        names.subList(names.indexOf("Service.Stop"), names.indexOf("Miner.AwaitApi") + 1));
  }
}
