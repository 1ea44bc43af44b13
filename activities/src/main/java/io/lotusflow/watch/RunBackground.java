package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotusflow.run.Asked;
import io.lotusflow.run.Skipped;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a run was before it began, and what befell it.
 *
 * @param type of the root's workflow
 * @param plan what it was started with
 * @param skipped why it did nothing
 * @param workers identities of those who worked on it: with a second one, the first was replaced
 * @param lostWorkers attempts that died with their worker, as far as the history still tells
 */
public record RunBackground(
    String type,
    JsonNode plan,
    Optional<Asked> asked,
    Optional<Skipped> skipped,
    Set<String> workers,
    int lostWorkers) {

  public static final RunBackground NONE =
      new RunBackground(
          "", MissingNode.getInstance(), Optional.empty(), Optional.empty(), Set.of(), 0);

  public RunBackground {
    workers = Set.copyOf(workers);
  }

  /** With what befell a procedure below. */
  RunBackground with(RunBackground below) {
    Set<String> all = new LinkedHashSet<>(workers);
    all.addAll(below.workers);
    return new RunBackground(type, plan, asked, skipped, all, lostWorkers + below.lostWorkers);
  }

  /** Deaths of workers that the run survived, at least. */
  public int crashes() {
    return Math.max(lostWorkers, Math.max(0, workers.size() - 1));
  }
}
