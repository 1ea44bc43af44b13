package io.lotusflow.metrics;

import io.lotusflow.run.Attention;
import io.lotusflow.run.BookReader;
import io.lotusflow.run.RunReceipt;
import io.lotusflow.watch.RunView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs and schedules of the host, as the books have them. */
final class RunMeters implements BookReader {

  private final MeterRegistry registry;
  private final MultiGauge open;
  private final MultiGauge skips;
  private final Map<Attention.Kind, AtomicInteger> waiting = new EnumMap<>(Attention.Kind.class);
  private final Map<RunView.Status, Counter> ended = new EnumMap<>(RunView.Status.class);
  private final AtomicLong kept = new AtomicLong();

  RunMeters(MeterRegistry registry) {
    this.registry = registry;
    open =
        MultiGauge.builder("lotusflow.runs.open")
            .description("Runs that have not ended")
            .register(registry);
    skips =
        MultiGauge.builder("lotusflow.schedule.skipped.in.a.row")
            .description("How often a schedule did not get to run since it last did")
            .register(registry);
    for (Attention.Kind kind : Attention.Kind.values()) {
      waiting.put(
          kind,
          registry.gauge(
              "lotusflow.runs.waiting", Tags.of("kind", word(kind)), new AtomicInteger()));
    }
    // There from the start: of a counter that appears with its first event, nobody sees that event.
    for (RunView.Status status : RunView.Status.values()) {
      if (status != RunView.Status.OPEN) {
        ended.put(
            status,
            Counter.builder("lotusflow.runs.ended")
                .description("Runs that have ended since the worker began")
                .tag("status", status.key())
                .register(registry));
      }
    }
    TimeGauge.builder("lotusflow.books.kept.timestamp", kept, TimeUnit.SECONDS, AtomicLong::get)
        .description("When the open runs were last looked at, since 1970")
        .register(registry);
  }

  private static String word(Attention.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void open(List<OpenRun> runs) {
    kept.set(System.currentTimeMillis() / 1000);
    Map<Tags, Long> byProcedure =
        runs.stream()
            .map(run -> Tags.of("procedure", run.procedure(), "node", run.node()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    byProcedure.forEach((tags, count) -> rows.add(MultiGauge.Row.of(tags, count)));
    byProcedure.keySet().forEach(this::ofThese);
    open.register(rows, true);
    waiting.forEach(
        (kind, count) ->
            count.set((int) runs.stream().filter(r -> r.attention().equals(word(kind))).count()));
  }

  @Override
  public void skips(List<Skips> schedules) {
    skips.register(
        schedules.stream()
            .<MultiGauge.Row<?>>map(
                one -> MultiGauge.Row.of(Tags.of("schedule", one.schedule()), one.inARow()))
            .toList(),
        true);
  }

  @Override
  public void ended(RunReceipt receipt) {
    RunView run = receipt.run();
    if (run.open()) {
      return;
    }
    ended.get(run.status()).increment();
    Tags tags =
        Tags.of(
            "procedure",
            run.procedure(),
            "node",
            run.background().plan().path("scope").path("node").asText(""));
    RunsAlike alike = ofThese(tags);
    alike.took().get(run.status()).record(run.took(run.started()));
    alike.bytes().increment((double) receipt.bytes());
    alike.retries().increment((double) receipt.retries());
    receipt
        .downtime()
        .ifPresent(
            away -> {
              alike.silent().increment(seconds(away.silent()));
              alike.stale().increment(seconds(away.stale()));
            });
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /** What is told of the runs of one procedure and node. */
  private record RunsAlike(
      Map<RunView.Status, Timer> took,
      Counter bytes,
      Counter retries,
      Counter silent,
      Counter stale) {}

  /**
   * Makes them if need be. While a run is open they are there with 0: most come once in a worker's
   * life, and Prometheus sees a rise only where it has seen something before.
   */
  private RunsAlike ofThese(Tags tags) {
    Map<RunView.Status, Timer> took = new EnumMap<>(RunView.Status.class);
    ended
        .keySet()
        .forEach(
            status ->
                took.put(
                    status,
                    Timer.builder("lotusflow.run")
                        .description("How long runs took")
                        .tags(tags.and("status", status.key()))
                        .register(registry)));
    return new RunsAlike(
        took,
        counter("lotusflow.run.bytes", "bytes", tags),
        counter("lotusflow.run.retries", "", tags),
        counter("lotusflow.downtime", "seconds", tags.and("kind", "silent")),
        counter("lotusflow.downtime", "seconds", tags.and("kind", "stale")));
  }

  private Counter counter(String name, String unit, Tags tags) {
    return Counter.builder(name)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tags(tags)
        .register(registry);
  }
}
