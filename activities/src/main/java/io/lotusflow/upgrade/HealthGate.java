package io.lotusflow.upgrade;

import io.lotusflow.chain.ChainNode;
import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.sealworker.SealWorkerPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whether a host on its new version does what it did before. */
final class HealthGate {
  private static final long EPOCHS = 2;

  private final Gate gate;
  private final NodeApi node;
  private final Optional<MinerPlan> miner;
  private long first = -1;

  /**
   * What one look shows.
   *
   * @param words empty if all is in order
   * @param patience nothing but a proof that has time yet
   */
  record Look(String words, boolean patience) {
    static final Look GOOD = new Look("", false);

    boolean isGood() {
      return words.isEmpty();
    }
  }

  HealthGate(Gate gate, NodeApi node) {
    this.gate = gate;
    this.node = node;
    this.miner = gate.host().miner().filter(any -> ran(any.service().unit().name()));
  }

  private boolean ran(String service) {
    return gate.before().running().contains(service);
  }

  Look look() {
    try {
      if (gate.host().isForWorkersAlone()) {
        return workersAlone().map(words -> new Look(words, false)).orElse(Look.GOOD);
      }
      FullNode daemon = FullNode.at(node);
      return versions(daemon)
          .or(() -> head(daemon))
          .or(() -> miner.flatMap(any -> workers(MinerApi.at(any.api()))))
          .or(() -> miner.flatMap(any -> storage(MinerApi.at(any.api()))))
          .map(words -> new Look(words, false))
          .orElseGet(() -> miner.map(any -> proofs(daemon, any)).orElse(Look.GOOD));
    } catch (RpcFailed silent) {
      return new Look(silent.said(), false);
    }
  }

  private Optional<String> versions(FullNode daemon) {
    boolean ours =
        gate.host()
            .node()
            .map(ChainNode::daemon)
            .filter(d -> ran(d.service().unit().name()))
            .isPresent();
    Optional<String> other =
        ours ? gate.version().another("the daemon", daemon.version().text()) : Optional.empty();
    return other.or(
        () ->
            miner.flatMap(
                any ->
                    gate.version().another("the miner", MinerApi.at(any.api()).version().text())));
  }

  private Optional<String> head(FullNode daemon) {
    TipSet head = daemon.head();
    first = first < 0 ? head.height() : first;
    if (daemon.isBehind(head, Instant.now())) {
      return Optional.of("the head (" + head.height() + ") is old");
    }
    return head.height() < first + EPOCHS
        ? Optional.of("the head stands at " + head.height())
        : Optional.empty();
  }

  private Optional<String> workers(MinerApi api) {
    List<MinerApi.Worker> joined = api.workers();
    return notJoined(any -> joined)
        .or(
            () ->
                joined.size() < gate.before().workers()
                    ? Optional.of(
                        "the miner has %d workers, before it had %d"
                            .formatted(joined.size(), gate.before().workers()))
                    : Optional.empty());
  }

  private Optional<String> storage(MinerApi api) {
    List<String> missing = new ArrayList<>(gate.before().storage());
    missing.removeAll(api.localPaths().keySet());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("storage " + String.join(", ", missing) + " is not opened");
  }

  /** Their miner is elsewhere, and is looked at there. */
  private Optional<String> workersAlone() {
    return notJoined(worker -> MinerApi.at(worker.miner()).workers());
  }

  /**
   * @param joined what the worker's miner has
   */
  private Optional<String> notJoined(Function<SealWorkerPlan, List<MinerApi.Worker>> joined) {
    return gate.host().workers().stream()
        .filter(worker -> ran(worker.service().unit().name()))
        .filter(worker -> !isThere(worker, joined.apply(worker)))
        .findFirst()
        .map(worker -> "the seal worker " + worker.worker().name() + " has not joined");
  }

  private static boolean isThere(SealWorkerPlan worker, List<MinerApi.Worker> joined) {
    Optional<String> session = WorkerApi.at(worker.worker().api()).sessionIfItAnswers();
    Set<String> sessions =
        joined.stream()
            .filter(MinerApi.Worker::enabled)
            .map(MinerApi.Worker::session)
            .collect(java.util.stream.Collectors.toSet());
    return session.filter(sessions::contains).isPresent();
  }

  private Look proofs(FullNode daemon, MinerPlan plan) {
    String actor = MinerApi.at(plan.api()).actor();
    long faulty = daemon.sectorCount(actor).faulty();
    if (faulty > gate.before().faulty()) {
      return new Look(
          "%d sectors are faulty, before it were %d".formatted(faulty, gate.before().faulty()),
          false);
    }
    ProvingPeriod period = daemon.provingPeriod(actor);
    int open = (int) ((period.now() - period.start()) / period.window());
    if (open < 0 || open >= period.deadlines()) {
      return Look.GOOD;
    }
    BitField proven = daemon.postSubmissions(actor).get(open);
    List<Partition> partitions = daemon.partitions(actor, open);
    for (int i = 0; i < partitions.size(); i++) {
      if (!partitions.get(i).live().isEmpty() && !proven.has(i)) {
        return new Look("deadline " + open + " is open and not proven yet", true);
      }
    }
    return Look.GOOD;
  }
}
