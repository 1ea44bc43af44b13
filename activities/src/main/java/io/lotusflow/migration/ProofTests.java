package io.lotusflow.migration;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.migration.Provability.Deadline;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import io.lotusflow.window.ProvingSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes window proofs as a test, in stretches in which no real one is due: both want the same
 * GPU, and a test that has begun is not called off. What was whole once is not computed again.
 */
final class ProofTests {

  /** As much again as half of the longest: a disk can be busier the next time. */
  private static final double MORE = 1.5;

  private static final Duration LOOK = Duration.ofMinutes(1);

  private final MigrationPlan plan;
  private final Journal<Migration> book;
  private final Provability provability;
  private volatile String at = "window proof";

  ProofTests(MigrationPlan plan, Journal<Migration> book) {
    this.plan = plan;
    this.book = book;
    this.provability = new Provability(plan);
  }

  /** What it does, for people. */
  String at() {
    return at;
  }

  /** Waits for a period at most for each stretch; what gets none is named as not tested. */
  Receipt run() {
    int whole = 0;
    List<Integer> without = new ArrayList<>();
    for (Deadline deadline : provability.deadlines(known().provable())) {
      if (known().proofSeconds().containsKey(deadline.number())) {
        whole++;
      } else if (!without.isEmpty() || !awaitStretch()) {
        without.add(deadline.number());
      } else if (isWhole(deadline)) {
        whole++;
      } else {
        return Receipt.alreadySo("a miner of this version has no such test");
      }
    }
    String note = "window proofs of %d deadlines are whole".formatted(whole);
    return without.isEmpty()
        ? Receipt.done(note)
        : Receipt.done(
            "%s; not tested: deadlines %s, since no stretch between real proofs is long enough"
                .formatted(note, without.stream().sorted().toList()));
  }

  private Migration known() {
    return book.read().orElseThrow();
  }

  private boolean awaitStretch() {
    FullNode node = FullNode.at(plan.miner().node());
    Duration epoch = node.version().blockDelay();
    String actor = MinerApi.at(plan.miner().api()).actor();
    ProvingSchedule schedule = ProvingSchedule.read(node, actor, epoch);
    long until = schedule.horizon();
    long needed = needed(schedule, epoch);
    while (!schedule.isQuietFor(needed)) {
      if (schedule.now() >= until || !schedule.mayBeQuietFor(needed)) {
        return false;
      }
      at = "waits for %d epochs without a proof".formatted(needed);
      Pause.of(epoch.compareTo(LOOK) < 0 ? epoch : LOOK);
      schedule = ProvingSchedule.read(node, actor, epoch);
    }
    return true;
  }

  /** Epochs: half of a challenge window as long as none was measured. */
  private long needed(ProvingSchedule schedule, Duration epoch) {
    return known().proofSeconds().values().stream()
        .max(Long::compare)
        .map(longest -> (long) Math.ceil(MORE * longest / epoch.toSeconds()))
        .map(epochs -> Math.max(1, epochs))
        .orElse(Math.max(1, schedule.window() / 2));
  }

  /** Whether it is; false where the version cannot tell. */
  private boolean isWhole(Deadline deadline) {
    at = "window proof of deadline " + deadline.number();
    Instant began = Instant.now();
    Optional<MinerApi.TestProof> proof = provability.test(deadline.number());
    if (proof.isEmpty()) {
      return false;
    }
    Set<Long> skipped = new TreeSet<>(deadline.sectors());
    if (proof.get().computed()) {
      skipped.retainAll(proof.get().skipped());
    }
    if (!skipped.isEmpty()) {
      throw MigrationProblem.MIGRATION_PROOF_SKIPS.because(deadline.number(), skipped);
    }
    book.write(known().testedIn(deadline.number(), Duration.between(began, Instant.now())));
    return true;
  }
}
