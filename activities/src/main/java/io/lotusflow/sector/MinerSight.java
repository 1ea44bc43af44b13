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
 * What is asked of a miner once, however many of its sectors are looked at.
 *
 * @param jobs of all workers
 * @param workers those that the miner knows: by session whether they answer
 * @param queued sectors of which a task waits in the scheduler; empty if that cannot be told
 */
record MinerSight(
    MinerApi miner,
    FullNode node,
    String actor,
    LotusVersion version,
    List<MinerApi.Job> jobs,
    Map<String, Boolean> workers,
    Optional<Set<Long>> queued) {

  private static final Map<String, Set<Kind>> NEEDS =
      Map.of(
          "PreCommit2", Set.of(Kind.SEALED, Kind.CACHE),
          "Committing", Set.of(Kind.SEALED, Kind.CACHE),
          "CommitFinalize", Set.of(Kind.SEALED, Kind.CACHE),
          "FinalizeSector", Set.of(Kind.SEALED, Kind.CACHE));

  private static final Set<String> WAIT_FOR_PRECOMMIT =
      Set.of("PreCommitWait", "PreCommitBatchWait");
  private static final Set<String> WAIT_FOR_COMMIT = Set.of("CommitWait", "CommitAggregateWait");

  static MinerSight of(MinerApi miner, FullNode node) {
    return new MinerSight(
        miner,
        node,
        miner.actor(),
        miner.version().number(),
        miner.jobs(),
        miner.workers().stream()
            .collect(Collectors.toMap(MinerApi.Worker::session, MinerApi.Worker::enabled)),
        miner.queued());
  }

  SectorEvidence evidence(long number, Instant now) {
    Optional<SectorStatus> status = miner.sector(number);
    List<MinerApi.Job> its = jobs.stream().filter(job -> job.sector() == number).toList();
    Set<Kind> needs = status.map(s -> NEEDS.getOrDefault(s.state(), Set.of())).orElse(Set.of());
    int kinds = needs.stream().mapToInt(Kind::bit).sum();
    Map<String, String> places = kinds == 0 ? Map.of() : miner.find(actor, number, kinds);
    return new SectorEvidence(
        status,
        version,
        status.map(s -> Duration.between(s.lastSeen(), now)).orElse(Duration.ZERO),
        its,
        its.stream()
            .filter(MinerApi.Job::runs)
            .filter(job -> !workers.containsKey(job.session()))
            .toList(),
        its.stream()
            .filter(MinerApi.Job::runs)
            .filter(job -> !workers.getOrDefault(job.session(), true))
            .toList(),
        queued.map(waiting -> waiting.contains(number)),
        needs,
        places,
        answering(places.keySet()),
        node.isPromised(actor, number),
        node.isOnChain(actor, number),
        status.map(this::landed).orElse(-1L));
  }

  private Set<String> answering(Set<String> ids) {
    return ids.stream()
        .filter(id -> miner.room(id).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private long landed(SectorStatus status) {
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
}
