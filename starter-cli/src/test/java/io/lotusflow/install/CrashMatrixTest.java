package io.lotusflow.install;

import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Cells;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Matrix;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.files.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One install for each step and victim. The table is {@code target/crash-matrix-install.md}.
 *
 * @see Cells for what can be asked for
 */
@Tag("matrix")
@ExtendWith(UndisturbedInstall.Once.class)
class CrashMatrixTest {

  private static final Matrix MATRIX = new Matrix(Path.of("target"), "install");

  @AfterAll
  static void show() {
    System.out.println(MATRIX.markdown());
  }

  @TestFactory
  List<DynamicTest> endsLikeAnUndisturbedOne(UndisturbedInstall undisturbed) {
    return new Cells(MATRIX, (step, aim) -> hits(step, aim, undisturbed)).of(undisturbed.outcome());
  }

  private static boolean hits(TakenStep step, Aim aim, UndisturbedInstall undisturbed)
      throws Exception {
    Path folder = Files.createTempDirectory("matrix");
    try (Operator operator =
        new Operator(folder, Map.of("LOTUSFLOW_TEMPORAL", undisturbed.temporal().toString()))) {
      Havoc.Outcome outcome =
          new Havoc(operator, new InstallOrdeal()).wreakAt(step, undisturbed.outcome(), aim);
      System.out.println(outcome.blows() + CrashedInstallTest.ownFailures(outcome));
      CrashedInstallTest.check(outcome, undisturbed.outcome());
      return outcome.blows().stream().anyMatch(Blow::hit);
    } finally {
      FolderTree.delete(folder);
    }
  }
}
