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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * One migration of the path that stores for each step and victim, there and back again. Whoever is
 * killed at whichever step: no byte of a sector is lost, and nothing is left over. The table is
 * {@code target/crash-matrix-migrate.md}.
 *
 * @see Cells for what can be asked for
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrateMatrixTest {

  private static final Matrix MATRIX = new Matrix(Path.of("target"), "migrate");

  private final MigrateOrdeal migrate = new MigrateOrdeal(UpgradeOrdeal.OUTAGE);
  private Operator operator;
  private Havoc.Outcome undisturbed;

  @TestFactory
  List<DynamicTest> losesNoSector() throws Exception {
    operator = new Operator(Files.createTempDirectory("migrates"), Map.of());
    new InstallOrdeal().prepare(operator);
    operator.types("install", "--rehearsal").expecting(0);
    operator.types("sector", "pledge", "--count", "3", "--rehearsal").expecting(0);
    migrate.migrate(operator);
    undisturbed = new Havoc(operator, migrate).undisturbed();
    return new Cells(MATRIX, this::hits).of(undisturbed);
  }

  @AfterAll
  void show() throws IOException {
    System.out.println(MATRIX.markdown());
    operator.close();
    FolderTree.delete(operator.folder());
  }

  private boolean hits(TakenStep step, Aim aim) throws Exception {
    try {
      Map<String, String> before = MigrateOrdeal.sectors(MigrateOrdeal.store(operator));
      Havoc.Outcome outcome = new Havoc(operator, migrate).wreakAt(step, undisturbed, aim);
      System.out.println(outcome.blows());
      assertThat(outcome.completed()).as("%s", outcome).isTrue();
      assertThat(MigrateOrdeal.sectors(MigrateOrdeal.store(operator)))
          .as("%s", outcome.blows())
          .containsAllEntriesOf(before);
      return outcome.blows().stream().anyMatch(Blow::hit);
    } finally {
      operator.types("run", "abort", migrate.workflowId()); // does nothing to one that has ended
    }
  }
}
