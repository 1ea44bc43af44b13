package io.lotusflow.rehearsal.suite.miner;

import java.util.List;

/**
 * The states of a sector without deals, in v1.36, and how long each takes: a tenth of what was seen
 * with 2 KiB sectors. A file of batches, tickets and seeds there is not: a sector goes on when its
 * time has come.
 */
final class SealingPath {

  private record Step(String state, String over, long millis) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("Packing", "SectorPacked", 300),
          new Step("GetTicket", "SectorTicket", 200),
          new Step("PreCommit1", "SectorPreCommit1", 1500),
          new Step("PreCommit2", "SectorPreCommit2", 1000),
          new Step("SubmitPreCommitBatch", "SectorPreCommitBatchSent", 300),
          new Step("PreCommitBatchWait", "SectorPreCommitLanded", 3000),
          new Step("WaitSeed", "SectorSeedReady", 4000),
          new Step("Committing", "SectorCommitted", 6000),
          new Step("SubmitCommitAggregate", "SectorCommitAggregateSent", 300),
          new Step("CommitAggregateWait", "SectorProving", 3000),
          new Step("FinalizeSector", "SectorFinalized", 500),
          new Step("Proving", "", 0));

  /** What is noted when it is pledged. */
  static final String PLEDGED = "SectorStartCC";

  static final String FIRST = STEPS.get(0).state();
  static final String LAST = STEPS.get(STEPS.size() - 1).state();

  /** Before another try, where Lotus waits for a minute. */
  private static final long COOLDOWN = 3000;

  private SealingPath() {}

  static long millis(String state) {
    return STEPS.stream()
        .filter(step -> step.state().equals(state))
        .mapToLong(Step::millis)
        .findFirst()
        .orElse(COOLDOWN);
  }

  /** What is noted when it leaves that state. */
  static String event(String state) {
    return STEPS.stream()
        .filter(step -> step.state().equals(state))
        .map(Step::over)
        .findFirst()
        .orElse("SectorRetry" + state.replace("Failed", "Wait"));
  }

  /** Where a failed one is taken up, as its handler finds on the chain what it had sent. */
  static String after(String state) {
    return switch (state) {
      case "PreCommitFailed" -> "WaitSeed";
      case "CommitFailed" -> "CommitAggregateWait";
      default -> next(state);
    };
  }

  private static String next(String state) {
    for (int i = 0; i < STEPS.size() - 1; i++) {
      if (STEPS.get(i).state().equals(state)) {
        return STEPS.get(i + 1).state();
      }
    }
    return LAST;
  }
}
