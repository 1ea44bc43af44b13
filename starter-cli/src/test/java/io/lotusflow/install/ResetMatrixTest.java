package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Cells;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Matrix;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * One reset for each step and victim, one after the other on one node and miner. The table is
 * {@code target/crash-matrix-reset.md}.
 *
 * @see Cells for what can be asked for
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResetMatrixTest {

  private static final Matrix MATRIX = new Matrix(Path.of("target"), "reset");

  /** With a worker lost in the middle of the switch, which is noticed after four seconds. */
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(60);

  private final ResetOrdeal reset = new ResetOrdeal();
  private Operator operator;
  private LivingNode node;
  private Havoc.Outcome undisturbed;

  @TestFactory
  List<DynamicTest> leavesTheNodeWhole() throws Exception {
    operator = new Operator(Files.createTempDirectory("resets"), Map.of());
    InstallOrdeal install = new InstallOrdeal();
    install.prepare(operator);
    operator.types("install", "--rehearsal").expecting(0);
    node = new LivingNode(operator.rehearsal().resolve("daemon"));
    operator.types("chain", "reset", "--rehearsal").expecting(0);
    undisturbed = new Havoc(operator, reset).undisturbed();
    return new Cells(MATRIX, this::hits).of(undisturbed);
  }

  @AfterAll
  void show() throws IOException {
    System.out.println(MATRIX.markdown());
    operator.close();
    FolderTree.delete(operator.folder());
  }

  private boolean hits(TakenStep step, Aim aim) throws Exception {
    try (OutsidePoll poll = new OutsidePoll(node.api())) {
      Havoc.Outcome outcome = new Havoc(operator, reset).wreakAt(step, undisturbed, aim);
      System.out.println(outcome.blows() + " no answer for " + poll.silences());
      assertThat(outcome.completed()).as("%s", outcome).isTrue();
      assertThat(outcome.end().differencesFrom(undisturbed.end()))
          .as("%s", outcome.blows())
          .isEmpty();
      assertThat(poll.silences()).allMatch(silence -> silence.compareTo(AWAY_AT_MOST) < 0);
      return outcome.blows().stream().anyMatch(Blow::hit);
    } finally {
      operator.types("run", "abort", reset.workflowId()); // does nothing to one that has ended
    }
  }
}
