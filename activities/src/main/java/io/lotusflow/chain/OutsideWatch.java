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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a daemon or a miner many times a second, as its clients do, and counts how long nobody
 * answers. What was counted lies on disk, so that a worker that dies loses only the time in which
 * nobody looked, and says so.
 */
public final class OutsideWatch {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long EPOCHS = 2;

  private final Supplier<Sight> look;
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

  /** What one look shows. */
  public enum Sight {
    SILENT,
    /** It answers, but its head is old. */
    BEHIND,
    CURRENT
  }

  /** Of a daemon. */
  OutsideWatch(Path folder, String name, NodeApi api) {
    this(folder, name, new DaemonSight(api));
  }

  /**
   * @param folder for what was counted
   * @param name of this watch in it
   */
  public OutsideWatch(Path folder, String name, Supplier<Sight> look) {
    this.look = look;
    this.end = folder.resolve(name + ".end");
    this.journal = new Journal<>(folder.resolve(name + ".json"), Counted.class);
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

  /** Counts until it is ended. */
  public Outage untilEnded(Consumer<JobProgress> pulse) {
    Counted counted = begin();
    Instant began = Instant.now();
    long written = 0;
    while (!Files.exists(end)) {
      Sight sight = look.get();
      long now = System.currentTimeMillis();
      counted = counted.more(now, sight != Sight.SILENT, sight == Sight.CURRENT);
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

  private static final class DaemonSight implements Supplier<Sight> {
    private final FullNode node;
    private Duration blockDelay = Duration.ofDays(1);

    DaemonSight(NodeApi api) {
      this.node = FullNode.probed(api);
    }

    @Override
    public Sight get() {
      try {
        TipSet head = node.head();
        if (blockDelay.toDays() > 0) {
          blockDelay = node.version().blockDelay();
        }
        return new Current(blockDelay).isMet(head) ? Sight.CURRENT : Sight.BEHIND;
      } catch (RpcFailed silent) {
        return Sight.SILENT;
      }
    }
  }
}
