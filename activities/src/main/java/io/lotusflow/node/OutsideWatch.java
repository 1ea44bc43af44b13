package io.lotusflow.node;

import io.lotusflow.chain.Outage;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
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
import java.util.function.Supplier;

/**
 * Asks a daemon for its head, or a miner, many times a second, as their clients do, and counts how
 * long nobody answers. What was counted lies on disk, so that a worker that dies loses only the
 * time in which nobody looked, and says so.
 */
public final class OutsideWatch {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long EPOCHS = 2;

  private final Supplier<Seen> look;
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
      Duration unseen = Duration.ofMillis(unwatched);
      String rest = new Outage(Receipt.done(note), downtime, unseen).unseen();
      return new Outage(Receipt.done(note + rest), downtime, unseen);
    }
  }

  /** What one question found out. */
  private enum Seen {
    SILENT,
    BEHIND,
    CURRENT
  }

  private OutsideWatch(Path folder, String name, Supplier<Seen> look) {
    this.look = look;
    this.end = folder.resolve(name + ".end");
    this.journal = new Journal<>(folder.resolve(name + ".json"), Counted.class);
  }

  /**
   * Of a daemon.
   *
   * @param folder of all watches
   * @param name of this one, for good
   */
  public static OutsideWatch ofDaemon(Path folder, String name, NodeApi api) {
    return new OutsideWatch(folder, name, new Head(FullNode.probed(api)));
  }

  /** As {@link #ofDaemon}; a miner that answers is current. */
  public static OutsideWatch ofMiner(Path folder, String name, NodeApi api) {
    MinerApi miner = MinerApi.probed(api);
    return new OutsideWatch(
        folder,
        name,
        () -> {
          try {
            miner.version();
            return Seen.CURRENT;
          } catch (RpcFailed silent) {
            return Seen.SILENT;
          }
        });
  }

  /** Makes {@link #untilEnded} return, now or when it is called again. */
  public void end() {
    try {
      Files.createDirectories(end.getParent());
      Files.write(end, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what was counted when it is ended.
   *
   * @param pulse what it throws ends the watch
   */
  public Outage untilEnded(Consumer<JobProgress> pulse) {
    Counted counted = begin();
    Instant began = Instant.now();
    long written = 0;
    while (!Files.exists(end)) {
      Seen seen = look.get();
      long now = System.currentTimeMillis();
      counted = counted.more(now, seen != Seen.SILENT, seen == Seen.CURRENT);
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

  /** Looks at a daemon's head. How far apart blocks are is asked once it answers. */
  private static final class Head implements Supplier<Seen> {
    private final FullNode node;
    private Optional<Duration> blockDelay = Optional.empty();

    Head(FullNode node) {
      this.node = node;
    }

    @Override
    public Seen get() {
      try {
        TipSet head = node.head();
        if (blockDelay.isEmpty()) {
          blockDelay = Optional.of(node.version().blockDelay());
        }
        Duration age = Duration.between(head.time(), Instant.now());
        return age.dividedBy(blockDelay.get()) <= EPOCHS ? Seen.CURRENT : Seen.BEHIND;
      } catch (RpcFailed silent) {
        return Seen.SILENT;
      }
    }
  }
}
