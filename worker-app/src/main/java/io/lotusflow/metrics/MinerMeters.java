package io.lotusflow.metrics;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.sector.WatchLook;
import io.lotusflow.sector.WatchPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Miners whose sectors are watched. Each look of the watch brings its counts, and is followed by a
 * look at the chain, on a thread of its own: so no step waits for it, and what nobody watches is
 * not asked.
 */
final class MinerMeters implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MinerMeters.class);
  private static final Duration CHAIN_AT_MOST_EVERY = Duration.ofMinutes(1);

  private final NodeGauge sectors;
  private final NodeGauge late;
  private final NodeGauge still;
  private final NodeGauge looked;
  private final NodeGauge onChain;
  private final NodeGauge unproven;
  private final NodeGauge closes;
  private final NodeGauge balances;
  private final NodeGauge available;
  private final NodeGauge read;
  private final Map<String, Instant> asked = new ConcurrentHashMap<>();
  private final ExecutorService one =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "miner figures");
            thread.setDaemon(true);
            return thread;
          });

  MinerMeters(MeterRegistry registry) {
    sectors = new NodeGauge(registry, "lotusflow.sectors", "", "Sectors by the miner's state");
    late = new NodeGauge(registry, "lotusflow.sectors.late", "", "Far beyond the usual time");
    still = new NodeGauge(registry, "lotusflow.sectors.still", "", "Nobody works on them");
    looked =
        new NodeGauge(
            registry, "lotusflow.sectors.look.timestamp", "seconds", "Last look, since 1970");
    onChain =
        new NodeGauge(registry, "lotusflow.chain.sectors", "", "Sectors as the chain has them");
    unproven =
        new NodeGauge(
            registry,
            "lotusflow.deadline.unproven.partitions",
            "",
            "Of the open deadline, without a proof on the chain yet");
    closes =
        new NodeGauge(
            registry,
            "lotusflow.deadline.closes.timestamp",
            "seconds",
            "When the open deadline closes, since 1970");
    balances =
        new NodeGauge(registry, "lotusflow.balance", "fil", "Of the miner's addresses, by use");
    available =
        new NodeGauge(
            registry, "lotusflow.miner.available", "fil", "What could be withdrawn from the actor");
    read =
        new NodeGauge(
            registry,
            "lotusflow.chain.look.timestamp",
            "seconds",
            "Last look at the chain, since 1970");
  }

  /** Of all that steps give, only a look of the watch says something here. */
  void seen(Object[] arguments, Object result) {
    if (result instanceof WatchLook look
        && arguments.length > 0
        && arguments[0] instanceof WatchPlan plan) {
      looked(plan.scope().node().value(), look);
      followUp(plan);
    }
  }

  private void looked(String node, WatchLook look) {
    List<MultiGauge.Row<?>> states = new ArrayList<>();
    look.counts()
        .forEach(
            (state, count) ->
                states.add(MultiGauge.Row.of(Tags.of("node", node, "state", state), count)));
    sectors.set(node, states);
    late.set(node, look.late().size());
    still.set(node, look.still().size());
    looked.set(node, Instant.now().getEpochSecond());
  }

  private void followUp(WatchPlan plan) {
    String node = plan.scope().node().value();
    Instant now = Instant.now();
    Instant before = asked.getOrDefault(node, Instant.EPOCH);
    if (now.isBefore(before.plus(CHAIN_AT_MOST_EVERY))) {
      return;
    }
    asked.put(node, now);
    try {
      one.execute(() -> readChain(plan));
    } catch (RejectedExecutionException ending) {
      log.debug("ends", ending);
    }
  }

  private void readChain(WatchPlan plan) {
    String node = plan.scope().node().value();
    try {
      show(node, MinerFigures.read(plan.miner(), plan.node()));
    } catch (RpcFailed silent) {
      // Seen by the age of the last look.
      log.debug("no figures node={}", node, silent);
    } catch (RuntimeException unexpected) {
      log.warn("no figures node={}", node, unexpected);
    }
  }

  void show(String node, MinerFigures figures) {
    onChain.set(
        node,
        List.of(
            row(node, "kind", "live", figures.sectors().live()),
            row(node, "kind", "active", figures.sectors().active()),
            row(node, "kind", "faulty", figures.sectors().faulty())));
    unproven.set(node, figures.unproven());
    closes.set(node, figures.closes().getEpochSecond());
    available.set(node, fil(figures.available()));
    List<MultiGauge.Row<?>> purses = new ArrayList<>();
    figures
        .purses()
        .forEach(
            purse ->
                purse
                    .uses()
                    .forEach(use -> purses.add(row(node, "use", use, fil(purse.balance())))));
    balances.set(node, purses);
    read.set(node, Instant.now().getEpochSecond());
  }

  private static MultiGauge.Row<Number> row(String node, String tag, String value, Number figure) {
    return MultiGauge.Row.of(Tags.of("node", node, tag, value), figure);
  }

  /** For a picture, not for a calculation. */
  private static double fil(AttoFil amount) {
    return new BigDecimal(amount.atto()).movePointLeft(18).doubleValue();
  }

  @Override
  public void close() {
    one.shutdownNow();
  }
}
