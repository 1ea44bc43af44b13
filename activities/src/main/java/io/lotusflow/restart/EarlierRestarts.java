package io.lotusflow.restart;

import io.lotusflow.lotus.Journal;
import io.lotusflow.run.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long the last restarts of one node took, each once. */
final class EarlierRestarts {

  private static final int KEPT = 5;

  /** As much again as half of the longest: a disk can be busier the next time. */
  private static final double MORE = 1.5;

  private static final Duration AT_LEAST = Duration.ofMinutes(1);

  private record Taken(String run, long seconds) {}

  private record All(List<Taken> restarts) {}

  private final Journal<All> journal;

  EarlierRestarts(Path folder, NodeId node, RestartPlan.What what) {
    this.journal = new Journal<>(folder.resolve(node + "-" + what + ".json"), All.class);
  }

  /** What to expect; empty if none was measured. */
  Optional<Duration> expected() {
    return longest()
        .map(longest -> Duration.ofSeconds(Math.round(longest.toSeconds() * MORE)))
        .map(time -> time.compareTo(AT_LEAST) < 0 ? AT_LEAST : time);
  }

  Optional<Duration> longest() {
    return all().stream().map(Taken::seconds).max(Long::compare).map(Duration::ofSeconds);
  }

  private List<Taken> all() {
    return journal.read().map(All::restarts).orElse(List.of());
  }

  /** Notes one; the same run again changes nothing. */
  void add(String run, Duration away) {
    List<Taken> all = new ArrayList<>(all());
    if (all.stream().noneMatch(one -> one.run().equals(run))) {
      all.add(new Taken(run, away.toSeconds()));
      journal.write(new All(List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()))));
    }
  }
}
