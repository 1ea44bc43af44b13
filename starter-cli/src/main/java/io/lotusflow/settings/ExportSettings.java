package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

import io.lotusflow.chain.ExportPlan;
import io.lotusflow.lotus.ByteSize;
import java.util.Optional;

/**
 * {@code [export]}: what a snapshot of this node's own is made of, and where it goes.
 *
 * @param folder empty = {@code exports} in lotusflow's folder
 * @param recentStateRoots 0 = a full chain
 * @param skipOldMessages of no effect on a full chain
 * @param tipset {@code @head} or {@code @HEIGHT}; empty = the newest one that is final
 * @param keep 0 = all
 * @param expectedSize unpacked; absent = judged by earlier exports, or by the datastore
 */
public record ExportSettings(
    String folder,
    long recentStateRoots,
    boolean skipOldMessages,
    String tipset,
    boolean compress,
    long keep,
    Optional<ByteSize> expectedSize) {

  static final String SKIP = "skip_old_messages";
  static final String ROOTS = "recent_stateroots";

  private static final long USUAL_STATE_ROOTS = 2000;
  private static final long MOST_STATE_ROOTS = 100_000_000;
  private static final long USUAL_KEPT = 3;
  private static final long MOST_KEPT = 10_000;

  static ExportSettings from(Table export) {
    return new ExportSettings(
        export.value("folder", "", orEmpty(Shapes.PATH)),
        export.value(
            ROOTS,
            USUAL_STATE_ROOTS,
            Shapes.whole(0, MOST_STATE_ROOTS).but(ExportSettings::enough)),
        export.value(SKIP, true, Shapes.YES_OR_NO),
        export.value("tipset", "", orEmpty(Shapes.matching("@(head|\\d{1,12})", "not-tipset"))),
        export.value("compress", false, Shapes.YES_OR_NO),
        export.value("keep", USUAL_KEPT, Shapes.whole(0, MOST_KEPT)),
        export.value("expected_size", "", Shapes.SIZE.orNothing()));
  }

  private static void enough(long stateRoots) {
    if (stateRoots != 0 && stateRoots < ExportPlan.LEAST_STATE_ROOTS) {
      throw new Refused("too-few-state-roots", stateRoots, ExportPlan.LEAST_STATE_ROOTS);
    }
  }
}
