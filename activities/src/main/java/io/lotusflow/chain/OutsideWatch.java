package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a daemon for its head many times a second, as its clients do, and counts how long nobody
 * answers. What was counted lies on disk, so that a worker that dies loses only the time in which
 * nobody looked, and says so.
 */
final class OutsideWatch {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long EPOCHS = 2;

  private final NodeApi api;
  private final Path end;
  private final Journal<Counted> journal;

  /** All in milliseconds; {@code last} since 1970. */
  private record Counted(long noAnswer, long behind, long unwatched, long last) {
    Counted more(long now, boolean answers, boolean current) {
      long passed = Math.max(0, now - last);
      return new Counted(
          noAnswer + (answers ? 0 : passed),
          behind + (answers && !current ? passed : 0),
          unwatched,
          now);
    }

    Counted taken(long now) {
      return new Counted(noAnswer, behind, unwatched + Math.max(0, now - last), now);
    }

    Outage outage() {
      String note =
          "no answer for %.1f s, head behind for %.1f s".formatted(noAnswer / 1e3, behind / 1e3);
      Downtime downtime = new Downtime(Duration.ofMillis(noAnswer), Duration.ofMillis(behind));
      return new Outage(Receipt.done(note), downtime, Duration.ofMillis(unwatched));
    }
  }

  OutsideWatch(Path folder, String name, NodeApi api) {
    this.api = api;
    this.end = folder.resolve(name + ".end");
    this.journal = new Journal<>(folder.resolve(name + ".json"), Counted.class);
  }

  /** Makes {@link #untilEnded} return, now or when it is called again. */
  void end() {
    try {
      Files.createDirectories(end.getParent());
      Files.write(end, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outage untilEnded(Consumer<JobProgress> pulse) {
    FullNode node = FullNode.probed(api);
    Counted counted = begin();
    Instant began = Instant.now();
    Duration blockDelay = Duration.ofDays(1);
    long written = 0;
    while (!Files.exists(end)) {
      Optional<TipSet> head = head(node);
      blockDelay = blockDelay.toDays() > 0 ? blockDelay(node, blockDelay) : blockDelay;
      boolean current = head.filter(new Current(blockDelay)::isMet).isPresent();
      long now = System.currentTimeMillis();
      counted = counted.more(now, head.isPresent(), current);
      if (now - written > 500) {
        written = now;
        journal.write(counted);
        pulse.accept(JobProgress.of(counted.outage().receipt().note(), 0, began));
      }
      Pause.of(POLL);
    }
    journal.write(counted);
    return counted.outage();
  }

  private record Current(Duration blockDelay) {
    boolean isMet(TipSet head) {
      Duration age = Duration.between(head.time(), Instant.now());
      return age.dividedBy(blockDelay) <= EPOCHS;
    }
  }

  /** What an earlier attempt counted counts on, if it was not at its end. */
  private Counted begin() {
    try {
      Files.createDirectories(end.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long now = System.currentTimeMillis();
    return journal
        .read()
        .map(before -> Files.exists(end) ? before : before.taken(now))
        .orElse(new Counted(0, 0, 0, now));
  }

  private static Optional<TipSet> head(FullNode node) {
    try {
      return Optional.of(node.head());
    } catch (RpcFailed silent) {
      return Optional.empty();
    }
  }

  private static Duration blockDelay(FullNode node, Duration unknown) {
    try {
      return node.version().blockDelay();
    } catch (RpcFailed silent) {
      return unknown;
    }
  }
}
