package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pledges over the miner's API and follows what becomes of it. */
public final class SectorActivitiesImpl implements SectorActivities {

  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Path batches;
  private final Path evidence;
  private final Consumer<JobProgress> pulse;

  /**
   * @param batches the folder in which batches are kept
   * @param evidence the folder in which it is kept what sectors were before an act
   */
  public SectorActivitiesImpl(Path batches, Path evidence, Consumer<JobProgress> pulse) {
    this.batches = batches;
    this.evidence = evidence;
    this.pulse = pulse;
  }

  @Override
  public PledgeGround look(PledgePlan plan) {
    return RpcFailed.named(
        () -> {
          MinerApi miner = MinerApi.at(plan.miner());
          FullNode node = FullNode.at(plan.node());
          String actor = miner.actor();
          if (room(plan).sealingPaths().isEmpty()) {
            throw SectorProblem.SECTOR_NO_SEALING_PATH.because(actor);
          }
          String note = "%s has %d sectors".formatted(actor, miner.sectors().size());
          return new PledgeGround(
              Receipt.alreadySo(note), actor, node.minerInfo(actor).sectorSize());
        });
  }

  @Override
  public PledgeRoom findRoom(PledgePlan plan, PledgeGround ground, int open) {
    return patiently(() -> room(plan).find(plan, ground, open));
  }

  private SealingRoom room(PledgePlan plan) {
    return new SealingRoom(
        MinerApi.at(plan.miner()),
        FullNode.at(plan.node()),
        SealingConfig.of(plan.miner()),
        beat());
  }

  private Runnable beat() {
    Instant began = Instant.now();
    return () -> pulse.accept(JobProgress.of("looks at the sectors", 0, began));
  }

  @Override
  public PledgedSector pledge(PledgePlan plan, int index) {
    return patiently(() -> pledging(plan, MinerApi.at(plan.miner())).pledge(index));
  }

  private Pledging pledging(PledgePlan plan, MinerApi miner) {
    Instant began = Instant.now();
    return new Pledging(
        miner,
        batches,
        plan.batch(),
        waiting -> pulse.accept(JobProgress.of(waiting, 0, began)),
        Duration.ofSeconds(10));
  }

  @Override
  public SectorNews follow(
      PledgePlan plan, PledgeGround ground, List<SectorAt> sectors, boolean more) {
    MinerApi miner = MinerApi.at(plan.miner());
    Duration block = patiently(() -> FullNode.at(plan.node()).version().blockDelay());
    Duration stillAfter = Recovery.stillAfter(block);
    Instant began = Instant.now();
    Following following = new Following(miner, sectors, stillAfter, began, beat());
    while (true) {
      Optional<SectorNews> news = patiently(() -> look(following, plan, ground, more));
      if (news.isPresent()) {
        return news.get();
      }
      pause(longer(block, BEAT), following.inWords(), began);
    }
  }

  private Optional<SectorNews> look(
      Following following, PledgePlan plan, PledgeGround ground, boolean more) {
    Instant now = Instant.now();
    following.look(now);
    Optional<SectorNews.StillSector> still = following.still(now);
    List<SectorAt> sectors = following.sectors();
    boolean fits = more && room(plan).find(plan, ground, sectors.size()).missing().isEmpty();
    return following.hasEnded() || still.isPresent() || fits
        ? Optional.of(new SectorNews(Receipt.done(following.inWords()), sectors, still))
        : Optional.empty();
  }

  private <T> T patiently(Supplier<T> body) {
    return new Patiently(pulse, BEAT).call(body);
  }

  private void pause(Duration time, String line, Instant began) {
    Instant until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      pulse.accept(JobProgress.of(line, 0, began));
      Pause.of(BEAT);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public Receipt setGoing(PledgePlan plan, SectorAt sector) {
    return WhileBeating.call(
        pulse,
        "sets the sector going",
        () ->
            RpcFailed.named(
                () ->
                    StandingStill.setGoing(
                        Recovery.of(plan.scope().node(), plan.miner(), plan.node(), evidence),
                        sector,
                        Instant.now())));
  }

  @Override
  public Receipt setState(SetStatePlan plan) {
    String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
    return RpcFailed.named(
        () -> new StateChange(MinerApi.at(plan.miner()), evidence, run, beat()).make(plan));
  }
}
