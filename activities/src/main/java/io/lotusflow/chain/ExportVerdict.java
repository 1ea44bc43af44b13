package io.lotusflow.chain;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.Optional;

/** Whether what was written is what was asked for. */
final class ExportVerdict {
  private final ExportPlan plan;
  private final ExportDraft draft;
  private final Path file;

  ExportVerdict(ExportPlan plan, ExportDraft draft, Path file) {
    this.plan = plan;
    this.draft = draft;
    this.file = file;
  }

  Optional<ApplicationFailure> problem(Verdict verdict) {
    if (!verdict.isSound()) {
      String wrong = Proof.problem(file, verdict).getOriginalMessage();
      return Optional.of(ExportProblem.EXPORT_UNSOUND.because(file, wrong));
    }
    return missing(verdict)
        .map(m -> ExportProblem.EXPORT_NOT_WHOLE.because(file, m.asked, m.found));
  }

  private record Missing(String asked, String found) {}

  private Optional<Missing> missing(Verdict verdict) {
    SnapshotContents contents = verdict.contents();
    if (verdict.head().height() != draft.height()) {
      return missing("head at " + draft.height(), "head at " + verdict.head().height());
    }
    if (verdict.completeness() != Completeness.REACHES_GENESIS) {
      return missing("headers down to genesis", "headers down to " + contents.lowestHeight());
    }
    if ((plan.isFull() && !contents.isFullChain()) || lacksMessages(contents)) {
      return missing(
          contents.headers() + " headers with their messages",
          Long.toString(contents.headersWithMessages()));
    }
    if (!plan.isFull() && !contents.hasStates(draft.height(), plan.recentStateRoots())) {
      return missing(
          "the states of %d epochs".formatted(plan.recentStateRoots()),
          "none at " + contents.newestWithoutState());
    }
    return Optional.empty();
  }

  private boolean lacksMessages(SnapshotContents contents) {
    return !plan.skipOldMessages() && contents.headersWithMessages() != contents.headers();
  }

  private static Optional<Missing> missing(String asked, String found) {
    return Optional.of(new Missing(asked, found));
  }
}
