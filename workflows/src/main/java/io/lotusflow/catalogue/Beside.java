package io.lotusflow.catalogue;

import io.lotusflow.benchmark.BenchmarkWorkflow;
import io.lotusflow.chain.ChainKeepWorkflow;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.sector.SectorPledgeWorkflow;
import io.lotusflow.sector.SectorSetStateWorkflow;
import io.lotusflow.sector.SectorWatchWorkflow;
import java.util.Map;

/**
 * Procedures that only look after something, for hours or for ever, touch one sector, or are the
 * machine's guests: they occupy no node, and no other run waits for them. What they need of the
 * node while it is stopped they try again.
 */
public final class Beside {

  /** Workflow type by procedure. */
  private static final Map<String, String> ALL =
      Map.of(
          BenchmarkWorkflow.PROCEDURE, "Benchmark",
          ChainKeepWorkflow.PROCEDURE, "ChainKeep",
          SealWorkerWorkflow.PROCEDURE, "SealWorker",
          SectorPledgeWorkflow.PROCEDURE, "SectorPledge",
          SectorSetStateWorkflow.PROCEDURE, "SectorSetState",
          SectorWatchWorkflow.PROCEDURE, "SectorWatch");

  private Beside() {}

  public static boolean isProcedure(String name) {
    return ALL.containsKey(name);
  }

  public static boolean isType(String workflowType) {
    return ALL.containsValue(workflowType);
  }
}
