package io.lotusflow.install;

import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Matrix;
import io.lotusflow.crash.Rotation;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.crash.Victim;
import io.lotusflow.files.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One install for each step and victim. The table is {@code target/crash-matrix-install.md}.
 *
 * <ul>
 *   <li>{@code -Dlotusflow.matrix.step=Build.Compile}: only steps whose name contains this
 *   <li>{@code -Dlotusflow.matrix.victim=worker}: only this one of worker, server, job
 *   <li>{@code -Dlotusflow.matrix.resume=true}: what was well in an earlier run is not run again
 * </ul>
 */
@Tag("matrix")
@ExtendWith(UndisturbedInstall.Once.class)
class CrashMatrixTest {

  private static final Matrix MATRIX = new Matrix(Path.of("target"), "install");
  private static final List<Victim> JOB =
      List.of(Victim.JOB_TREE, Victim.JOB_WRAPPER, Victim.JOB_CHILD);

  /** A step that was over too soon is tried again, struck earlier. */
  private static final int TRIES = 6;

  @BeforeAll
  static void begin() {
    if (!Boolean.getBoolean("lotusflow.matrix.resume")) {
      MATRIX.begin();
    }
  }

  @AfterAll
  static void show() {
    System.out.println(MATRIX.markdown());
  }

  @TestFactory
  List<DynamicTest> endsLikeAnUndisturbedOne(UndisturbedInstall undisturbed) {
    List<DynamicTest> cells = new ArrayList<>();
    int jobs = 0;
    for (TakenStep step : undisturbed.outcome().steps()) {
      if (step.name().matches(".*Wallet.ReadFunds \\d+")) {
        continue;
      }
      List<Victim> victims = new ArrayList<>(List.of(Victim.WORKER, Victim.SERVER));
      if (undisturbed.outcome().jobs().begunAt(step.type()) > 0) {
        victims.add(JOB.get(jobs++ % JOB.size()));
      }
      for (Victim victim : victims) {
        if (isAskedFor(step, victim)) {
          cells.add(cell(step, victim, undisturbed));
        }
      }
    }
    return cells;
  }

  private static boolean isAskedFor(TakenStep step, Victim victim) {
    return step.name().contains(System.getProperty("lotusflow.matrix.step", ""))
        && column(victim).startsWith(System.getProperty("lotusflow.matrix.victim", ""))
        && !MATRIX.isOk(step.name(), column(victim));
  }

  private static String column(Victim victim) {
    return victim.isJob() ? "job" : victim.name().toLowerCase(Locale.ROOT);
  }

  private static DynamicTest cell(TakenStep step, Victim victim, UndisturbedInstall undisturbed) {
    return DynamicTest.dynamicTest(
        step.name() + " × " + victim,
        () -> {
          String trouble = "";
          try {
            run(step, victim, undisturbed);
          } catch (RuntimeException | AssertionError failed) {
            trouble = String.valueOf(failed.getMessage());
            throw failed;
          } finally {
            MATRIX.note(step.name(), column(victim), trouble);
            System.out.println(step.name() + " x " + victim + ": " + trouble);
          }
        });
  }

  private static void run(TakenStep step, Victim victim, UndisturbedInstall undisturbed)
      throws Exception {
    Duration into = Rotation.into(step, victim);
    for (int left = TRIES; left > 0; left--) {
      Aim aim = new Aim(victim, into);
      if (hits(step, aim, undisturbed)) {
        return;
      }
      into = into.dividedBy(4);
    }
    throw new AssertionError("was never hit");
  }

  private static boolean hits(TakenStep step, Aim aim, UndisturbedInstall undisturbed)
      throws Exception {
    Path folder = Files.createTempDirectory("matrix");
    try (Operator operator =
        new Operator(folder, Map.of("LOTUSFLOW_TEMPORAL", undisturbed.temporal().toString()))) {
      Havoc.Outcome outcome =
          new Havoc(operator, new InstallOrdeal())
              .wreak(at -> at.name().equals(step.name()) ? Optional.of(aim) : Optional.empty());
      System.out.println(outcome.blows() + CrashedInstall.ownFailures(outcome));
      CrashedInstall.check(outcome, undisturbed.outcome());
      return outcome.blows().stream().anyMatch(Blow::hit);
    } finally {
      FolderTree.delete(folder);
    }
  }
}
