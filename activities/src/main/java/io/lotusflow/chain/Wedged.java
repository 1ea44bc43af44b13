package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for sectors that an outage of the daemon left in a state in which somebody should work on
 * them, without a job and without an error. A miner that was just started needs a moment to begin.
 */
final class Wedged {
  private static final List<String> WORKED_ON =
      List.of("PreCommit1", "PreCommit2", "PreCommitFailed", "Committing", "CommitFailed");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChainNode node;
  private final ServiceActivities services;

  Wedged(ChainNode node, ServiceActivities services) {
    this.node = node;
    this.services = services;
  }

  WedgedSectors find(Consumer<JobProgress> pulse) {
    Optional<MinerApi> miner =
        node.miner()
            .filter(any -> services.status(any.service()).running())
            .map(any -> MinerApi.at(any.api()));
    if (miner.isEmpty() || node.scope().dryRun()) {
      return found(List.of(), "no miner to look at");
    }
    Instant began = Instant.now();
    try {
      List<Long> wedged = look(miner.get());
      while (!wedged.isEmpty() && Instant.now().isBefore(began.plus(PATIENCE))) {
        pulse.accept(JobProgress.of("sectors without a job: " + wedged, 0, began));
        Pause.of(Duration.ofSeconds(1));
        wedged = look(miner.get());
      }
      return found(wedged, wedged.isEmpty() ? "no sector stands still" : "see " + wedged);
    } catch (RpcFailed silent) {
      return found(List.of(), "the miner does not answer: " + silent.said());
    }
  }

  private static List<Long> look(MinerApi miner) {
    List<Long> without = new ArrayList<>(miner.sectorsIn(WORKED_ON));
    if (!without.isEmpty()) {
      Set<Long> busy = miner.sectorsWithJobs();
      without.removeIf(sector -> busy.contains(sector) || !miner.lastError(sector).isEmpty());
    }
    return without;
  }

  private static WedgedSectors found(List<Long> sectors, String note) {
    return new WedgedSectors(Receipt.alreadySo(note), sectors);
  }
}
