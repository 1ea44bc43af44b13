package io.lotusflow.cli;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.settings.Plans;
import io.lotusflow.storage.StorageCheck;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks whether the miner would start and seal with the storage it has; it may be down. */
@Command(name = "check")
final class StorageCheckCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  StorageCheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    MinerPlan miner = plans.miner().orElseThrow(() -> MinerReading.noMiner(session));
    List<Finding> findings = new StorageCheck(miner.storage(), miner.sectorSize()).look();
    return new Checklist(session).tell(findings);
  }
}
