package io.lotusflow.sector;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MessageReceipt;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerStorage.Kind;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.SectorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that is asked about one sector before anything is said about it.
 *
 * @param status absent if the miner has no such sector
 * @param quiet since anything happened to it
 * @param jobs that it has
 * @param deadJobs those of them that run with a worker that the miner does not know any more; one
 *     that is silent for a moment, or whose answer is waited for, is none
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
    Optional<Boolean> queued,
    Set<Kind> needs,
    Map<String, String> places,
    Set<String> answering,
    boolean promised,
    boolean onChain,
    long landed) {

  private static final Map<String, Set<Kind>> NEEDS =
      Map.of(
          "PreCommit2", Set.of(Kind.SEALED, Kind.CACHE),
          "Committing", Set.of(Kind.SEALED, Kind.CACHE),
          "CommitFinalize", Set.of(Kind.SEALED, Kind.CACHE),
          "FinalizeSector", Set.of(Kind.SEALED, Kind.CACHE));

  private static final Set<String> WAIT_FOR_PRECOMMIT =
      Set.of("PreCommitWait", "PreCommitBatchWait");
  private static final Set<String> WAIT_FOR_COMMIT = Set.of("CommitWait", "CommitAggregateWait");

  static SectorEvidence gather(MinerApi miner, FullNode node, long number, Instant now) {
    String actor = miner.actor();
    Optional<SectorStatus> status = miner.sector(number);
    List<MinerApi.Job> jobs = miner.jobsOf(number);
    Set<String> known =
        miner.workers().stream().map(MinerApi.Worker::session).collect(Collectors.toSet());
    Set<Kind> needs = status.map(s -> NEEDS.getOrDefault(s.state(), Set.of())).orElse(Set.of());
    int kinds = needs.stream().mapToInt(Kind::bit).sum();
    Map<String, String> places = kinds == 0 ? Map.of() : miner.find(actor, number, kinds);
    return new SectorEvidence(
        status,
        miner.version().number(),
        status.map(s -> Duration.between(s.lastSeen(), now)).orElse(Duration.ZERO),
        jobs,
        jobs.stream()
            .filter(MinerApi.Job::runs)
            .filter(job -> !known.contains(job.session()))
            .toList(),
        miner.isQueued(number),
        needs,
        places,
        answering(miner, places.keySet()),
        node.isPromised(actor, number),
        node.isOnChain(actor, number),
        status.map(s -> landed(node, s)).orElse(-1L));
  }

  private static Set<String> answering(MinerApi miner, Set<String> ids) {
    return ids.stream()
        .filter(id -> miner.room(id).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long landed(FullNode node, SectorStatus status) {
    String message =
        WAIT_FOR_PRECOMMIT.contains(status.state())
            ? status.preCommitMessage()
            : WAIT_FOR_COMMIT.contains(status.state()) ? status.commitMessage() : "";
    try {
      Optional<MessageReceipt> receipt =
          message.isEmpty() ? Optional.empty() : node.searchMessage(message);
      return receipt
          .filter(MessageReceipt::succeeded)
          .map(done -> node.head().height() - done.height())
          .orElse(-1L);
    } catch (RpcFailed unknown) {
      if (unknown.kind() == RpcFailed.Kind.REFUSED) {
        return -1;
      }
      throw unknown;
    }
  }

  boolean hasLivingJob() {
    return jobs.size() > deadJobs.size();
  }

  boolean isAfterPrecommit() {
    return status.map(s -> !s.preCommitMessage().isEmpty()).orElse(false);
  }
}
