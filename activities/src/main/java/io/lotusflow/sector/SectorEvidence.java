package io.lotusflow.sector;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerStorage.Kind;
import io.lotusflow.lotus.SectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is asked about one sector before anything is said about it.
 *
 * @param status absent if the miner has no such sector
 * @param quiet since anything happened to it
 * @param jobs that it has
 * @param deadJobs those of them that run with a worker that the miner does not know any more; one
 *     that is silent for a moment, or whose answer is waited for, is none
 * @param awayJobs those of them that run with a worker that the miner knows and that does not
 *     answer
 * @param queued whether a task of it waits in the scheduler; empty if that cannot be told
 * @param needs kinds of files that its state works with; empty if none
 * @param places who has them, by id of the storage
 * @param answering ids of those that answer
 * @param promised whether the chain has its promise
 * @param onChain whether the chain has the sector
 * @param landed epochs since the message that it waits for was carried out; -1 if it was not
 */
record SectorEvidence(
    Optional<SectorStatus> status,
    LotusVersion version,
    Duration quiet,
    List<MinerApi.Job> jobs,
    List<MinerApi.Job> deadJobs,
    List<MinerApi.Job> awayJobs,
    Optional<Boolean> queued,
    Set<Kind> needs,
    Map<String, String> places,
    Set<String> answering,
    boolean promised,
    boolean onChain,
    long landed) {

  boolean hasLivingJob() {
    return jobs.size() > deadJobs.size() + awayJobs.size();
  }

  boolean isAfterPrecommit() {
    return status.map(s -> !s.preCommitMessage().isEmpty()).orElse(false);
  }
}
