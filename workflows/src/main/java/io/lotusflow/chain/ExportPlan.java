package io.lotusflow.chain;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * One snapshot out of a running node.
 *
 * @param folder where it is put
 * @param recentStateRoots for how many epochs below its head a pruned one holds states, at least
 *     900; 0 = a full chain: every message from genesis on
 * @param skipOldMessages leave the messages of older epochs out; not for a full chain
 * @param tipset {@code @head} or {@code @HEIGHT}; empty = the newest one that is final
 * @param compress with zstd
 * @param keep how many exports stay in the folder, this one included; 0 = all
 * @param expected size of an unpacked one; empty = judged by the last export, else by the node's
 *     datastore
 * @param ifBusy what to do when another run has the node
 * @param waitAtMost for it, where it waits
 */
public record ExportPlan(
    Scope scope,
    DaemonPlan daemon,
    String folder,
    long recentStateRoots,
    boolean skipOldMessages,
    String tipset,
    boolean compress,
    int keep,
    Optional<ByteSize> expected,
    LeaseAsk.IfBusy ifBusy,
    Duration waitAtMost)
    implements Plan {

  /** Below finality a node could not start from it; Lotus refuses less, too. */
  public static final long LEAST_STATE_ROOTS = 900;

  public ExportPlan {
    expected = expected == null ? Optional.empty() : expected;
    if (recentStateRoots != 0 && recentStateRoots < LEAST_STATE_ROOTS) {
      throw new IllegalArgumentException(
          "recentStateRoots is 0 or at least " + LEAST_STATE_ROOTS + ", got " + recentStateRoots);
    }
    if (recentStateRoots == 0 && skipOldMessages) {
      throw new IllegalArgumentException("a full chain has all messages");
    }
    if (!tipset.matches("|@head|@\\d{1,12}")) {
      throw new IllegalArgumentException("tipset is @head or @HEIGHT, got \"" + tipset + '"');
    }
  }

  LeaseAsk ask() {
    return new LeaseAsk(scope, ifBusy, waitAtMost);
  }

  /** Whether all that {@code --import-chain} needs is asked for. */
  public boolean isFull() {
    return recentStateRoots == 0;
  }
}
