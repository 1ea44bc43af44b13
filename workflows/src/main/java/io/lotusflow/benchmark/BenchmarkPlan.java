package io.lotusflow.benchmark;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.SealingSpace;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.Map;
import java.util.Optional;

/**
 * One benchmark of this machine.
 *
 * @param binary absolute path of {@code lotus-bench}
 * @param folder where it seals: its own, below the one that the operator named
 * @param force also where a miner proves
 * @param environment of the miner: paths of proofs, GPU, performance
 * @param params of the sector size; wanted unless Commit2 is skipped
 * @param miner of this machine, which must not prove
 */
public record BenchmarkPlan(
    Scope scope,
    String binary,
    ByteSize sectorSize,
    String folder,
    boolean skipCommit2,
    boolean skipUnseal,
    boolean force,
    Map<String, String> environment,
    ParamsPlan params,
    NodeApi node,
    Optional<MinerPlan> miner)
    implements Plan {

  public BenchmarkPlan {
    environment = Map.copyOf(environment);
  }

  /** What it takes on the disk at its fullest. */
  public ByteSize room() {
    return SealingSpace.of(sectorSize);
  }
}
