package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Rotation;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.files.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each procedure twice: undisturbed, and with somebody killed at each step that takes long enough
 * to be hit.
 */
@Tag("matrix")
class CrashedLivingTest {

  private static Path folder;
  private static Operator operator;

  @BeforeAll
  static void install() throws Exception {
    folder = Files.createTempDirectory("crashed");
    operator = new Operator(folder, Map.of());
    new InstallOrdeal().prepare(operator);
    operator.types("install", "--rehearsal").expecting(0);
  }

  @AfterAll
  static void remove() throws Exception {
    operator.close();
    FolderTree.delete(folder);
  }

  @ParameterizedTest
  @EnumSource
  void endsLikeAnUndisturbedOne(LivingOrdeal ordeal) throws Exception {
    Havoc havoc = new Havoc(operator, ordeal);
    Havoc.Outcome undisturbed = havoc.wreak(step -> Optional.empty());
    Havoc.Outcome outcome = havoc.wreak(new Rotation(undisturbed));
    String story = outcome.blows().stream().map(Blow::toString).collect(Collectors.joining("\n"));
    System.out.println(ordeal + "\n" + story + CrashedInstallTest.ownFailures(outcome));

    assertThat(undisturbed.completed()).isTrue();
    assertThat(outcome.completed()).as(story).isTrue();
    assertThat(outcome.end().differencesFrom(undisturbed.end())).as(story).isEmpty();
    assertThat(names(outcome)).as(story).containsAll(names(undisturbed));
    assertThat(outcome.blows()).as(story).anyMatch(Blow::hit);
  }

  private static List<String> names(Havoc.Outcome outcome) {
    return outcome.steps().stream().map(TakenStep::name).toList();
  }
}
