package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.run.Attention;
import io.lotusflow.run.Problem;
import io.lotusflow.watch.RunBackground;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Trouble;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {

  private static final Instant BEGAN = Instant.parse("2026-11-23T03:00:00Z");

  @TempDir private Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aParkedRunSaysWhatHappenedWhatToDoAndTheCommandsForIt() {
    assertThat(tell(parked(Attention.Kind.PARKED, true))).isEqualTo(Exit.PARKED);
    assertThat(err.toString())
        .contains("install/node-1 waits for you at: Make swap space")
        .contains("The owner t3abc has 0 FIL")
        .contains("| last line of the log")
        .contains("lotusflow run resume install/node-1")
        .contains("lotusflow run skip install/node-1 Host.MakeSwap")
        .contains("lotusflow run abort install/node-1")
        .contains("lotusflow run logs install/node-1 Host.MakeSwap");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void onlyWhatMayBeSkippedIsOfferedSo() {
    tell(parked(Attention.Kind.PARKED, false));
    assertThat(err.toString()).doesNotContain("run skip");
  }

  @Test
  void anApprovalIsAskedFor() {
    assertThat(tell(parked(Attention.Kind.APPROVAL, false))).isEqualTo(Exit.PARKED);
    assertThat(err.toString())
        .contains("lotusflow run approve install/node-1")
        .doesNotContain("run resume");
  }

  @Test
  void exitCodesTellHowARunEnded() {
    assertThat(tell(ended(RunView.Status.COMPLETED, Optional.empty()))).isEqualTo(Exit.DONE);
    assertThat(tell(ended(RunView.Status.CANCELLED, Optional.empty()))).isEqualTo(Exit.CANCELLED);
    assertThat(tell(ended(RunView.Status.TERMINATED, Optional.empty()))).isEqualTo(Exit.CANCELLED);
    assertThat(tell(failed("ABORTED", Problem.Cure.RETRY))).isEqualTo(Exit.CANCELLED);
    assertThat(tell(failed("PREFLIGHT_REFUSED", Problem.Cure.START_AGAIN))).isEqualTo(Exit.REFUSED);
    assertThat(tell(failed("LOTUS_LACKS_MARKETS", Problem.Cure.OPERATOR)))
        .isEqualTo(Exit.UNSUPPORTED);
    assertThat(tell(failed("WHATEVER", Problem.Cure.OPERATOR))).isEqualTo(Exit.FAILED);
  }

  private int tell(RunView run) {
    return new Outcome(SessionOf.writing(home, out, err)).tell(run);
  }

  private static RunView parked(Attention.Kind kind, boolean skippable) {
    return view(
        RunView.Status.OPEN,
        Optional.of(
            new Attention(
                kind,
                "install/node-1/host",
                "Host.MakeSwap",
                "NO_FUNDS",
                List.of("t3abc", "0 FIL", "1 FIL", "1 FIL"),
                "last line of the log",
                BEGAN,
                skippable)),
        Optional.empty());
  }

  private static RunView failed(String type, Problem.Cure cure) {
    return ended(
        RunView.Status.FAILED,
        Optional.of(new Trouble(type, "as it said", List.of(), "", Optional.of(cure))));
  }

  private static RunView ended(RunView.Status status, Optional<Trouble> trouble) {
    return view(status, Optional.empty(), trouble);
  }

  private static RunView view(
      RunView.Status status, Optional<Attention> attention, Optional<Trouble> trouble) {
    return new RunView(
        "install/node-1",
        "run-1",
        "install",
        status,
        BEGAN,
        status == RunView.Status.OPEN ? Optional.empty() : Optional.of(BEGAN.plusSeconds(9)),
        List.of(),
        attention,
        Optional.empty(),
        trouble,
        RunBackground.NONE);
  }
}
