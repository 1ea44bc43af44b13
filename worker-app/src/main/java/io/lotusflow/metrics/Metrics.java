package io.lotusflow.metrics;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import io.lotusflow.run.BookReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a worker measures: Temporal's figures and ours, each with the host's id. Nothing here
 * asks anybody when it is scraped.
 */
public final class Metrics implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Metrics.class);

  /**
   * The SDK's reporter asks for 69 of them for each call and step: most of the page, and memory.
   */
  private static final MeterFilter WITHOUT_BUCKETS =
      new MeterFilter() {
        @Override
        public DistributionStatisticConfig configure(
            Meter.Id id, DistributionStatisticConfig config) {
          return DistributionStatisticConfig.builder()
              .percentilesHistogram(false)
              .build()
              .merge(config);
        }
      };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicReference<Double> certificateEnds = new AtomicReference<>(Double.NaN);
  private final Scope scope;
  private final RunMeters runs;
  private final MinerMeters miners;

  /**
   * @param host id
   * @param every how often Temporal's figures are handed over
   */
  public Metrics(String host, Duration every) {
    registry.config().commonTags("host", host).meterFilter(WITHOUT_BUCKETS);
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(com.uber.m3.util.Duration.ofMillis((double) every.toMillis()));
    runs = new RunMeters(registry);
    miners = new MinerMeters(registry);
    Gauge.builder("lotusflow.worker.polls", polls, AtomicInteger::get)
        .description("1 while the worker takes tasks, 0 while its server does not answer")
        .register(registry);
    Gauge.builder("lotusflow.certificate.ends.timestamp", certificateEnds, AtomicReference::get)
        .baseUnit("seconds")
        .description("when the client certificate that the worker shows to its server ends")
        .register(registry);
  }

  /** Takes Temporal's own figures. */
  public Scope scope() {
    return scope;
  }

  /** Takes what the worker sees while it keeps its books. */
  public BookReader books() {
    return runs;
  }

  /** Takes what steps tell. */
  public WorkerInterceptor steps() {
    return new StepMeters(registry, miners);
  }

  public void polls(boolean now) {
    polls.set(now ? 1 : 0);
  }

  /** Of the certificate that is in use: one that was put into its place since counts later. */
  public void certificateEnds(Instant at) {
    certificateEnds.set((double) at.getEpochSecond());
  }

  MinerMeters miners() {
    return miners;
  }

  /** As Prometheus reads it. */
  String page() {
    return registry.scrape();
  }

  @Override
  public void close() {
    miners.close();
    try {
      scope.close();
    } catch (ScopeCloseException lastFiguresLost) {
      log.debug("scope", lastFiguresLost);
    }
    registry.close();
  }
}
