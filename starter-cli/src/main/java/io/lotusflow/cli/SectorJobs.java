package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.settings.Plans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who works on which sector. */
final class SectorJobs {

  private final Map<Long, MinerApi.Job> jobs = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  private SectorJobs() {}

  static SectorJobs of(MinerApi miner, Plans plans) {
    SectorJobs all = new SectorJobs();
    List<MinerApi.Job> jobs = miner.jobs();
    // Those that run come first.
    jobs.forEach(job -> all.jobs.putIfAbsent(job.sector(), job));
    if (!jobs.isEmpty()) {
      all.learnNames(plans.scope().node().toString());
    }
    return all;
  }

  /** Workers that were added with lotusflow have names, of which the miner does not know. */
  private void learnNames(String node) {
    for (SealWorker worker : new SealWorkers(Home.ofThisProcess().sealWorkers()).of(node)) {
      WorkerApi.at(worker.api())
          .sessionIfItAnswers()
          .ifPresent(session -> names.put(session, worker.name()));
    }
  }

  Optional<MinerApi.Job> of(long sector) {
    return Optional.ofNullable(jobs.get(sector));
  }

  /** Its name, or its host's, or its session, by which its miner knows it. */
  String worker(MinerApi.Job job) {
    String host = job.host().isEmpty() ? job.session() : job.host();
    return names.getOrDefault(job.session(), host);
  }
}
