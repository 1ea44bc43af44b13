package io.lotusflow.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;

/**
 * A test for each step and victim of a procedure, each noted in a matrix.
 *
 * <ul>
 *   <li>{@code -Dlotusflow.matrix.step=Build.Compile}: only steps whose name has this, a regular
 *       expression
 *   <li>{@code -Dlotusflow.matrix.victim=worker}: only this one of worker, server, job
 *   <li>{@code -Dlotusflow.matrix.resume=true}: what was well in an earlier run is not run again
 * </ul>
 */
public final class Cells {

  private static final List<Victim> JOB =
      List.of(Victim.JOB_TREE, Victim.JOB_WRAPPER, Victim.JOB_CHILD);

  /** A step that was over too soon is tried again, struck earlier. */
  private static final int TRIES = 6;

  private final Matrix matrix;
  private final Attempt attempt;

  /** Runs the procedure with one blow, and checks what became of it. */
  public interface Attempt {

    /** Whether the victim was hit. */
    boolean hits(TakenStep step, Aim aim) throws Exception;
  }

  public Cells(Matrix matrix, Attempt attempt) {
    this.matrix = matrix;
    this.attempt = attempt;
  }

  /** Of the steps of an undisturbed run. */
  public List<DynamicTest> of(Havoc.Outcome undisturbed) {
    if (!Boolean.getBoolean("lotusflow.matrix.resume")) {
      matrix.begin();
    }
    List<DynamicTest> cells = new ArrayList<>();
    int jobs = 0;
    for (TakenStep step : undisturbed.steps()) {
      if (step.name().matches(".*Wallet.ReadFunds \\d+")) {
        continue; // polled for as long as the money needs to come
      }
      List<Victim> victims = new ArrayList<>(List.of(Victim.WORKER, Victim.SERVER));
      if (undisturbed.jobs().begunAt(step.type()) > 0) {
        victims.add(JOB.get(jobs++ % JOB.size()));
      }
      victims.stream()
          .filter(victim -> isAskedFor(step, victim))
          .map(victim -> cell(step, victim))
          .forEach(cells::add);
    }
    return cells;
  }

  private boolean isAskedFor(TakenStep step, Victim victim) {
    return Pattern.compile(System.getProperty("lotusflow.matrix.step", ""))
            .matcher(step.name())
            .find()
        && column(victim).startsWith(System.getProperty("lotusflow.matrix.victim", ""))
        && !matrix.isOk(step.name(), column(victim));
  }

  private static String column(Victim victim) {
    return victim.isJob() ? "job" : victim.name().toLowerCase(Locale.ROOT);
  }

  private DynamicTest cell(TakenStep step, Victim victim) {
    return DynamicTest.dynamicTest(
        step.name() + " × " + victim,
        () -> {
          String trouble = "";
          try {
            run(step, victim);
          } catch (RuntimeException | AssertionError failed) {
            trouble = String.valueOf(failed.getMessage());
            throw failed;
          } finally {
            matrix.note(step.name(), column(victim), trouble);
            System.out.println(step.name() + " x " + victim + ": " + trouble);
          }
        });
  }

  private void run(TakenStep step, Victim victim) throws Exception {
    Duration into = Rotation.into(step, victim);
    for (int left = TRIES; left > 0; left--) {
      if (attempt.hits(step, new Aim(victim, into))) {
        return;
      }
      into = into.dividedBy(4);
    }
    throw new AssertionError("was never hit");
  }
}
