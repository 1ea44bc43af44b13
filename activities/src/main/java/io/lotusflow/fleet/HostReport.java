package io.lotusflow.fleet;

import io.lotusflow.home.Home;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the cluster know this host: at first, and again whenever something has changed. */
public final class HostReport {

  private static final Logger log = LoggerFactory.getLogger(HostReport.class);

  private static final Duration MEASURE_EVERY = Duration.ofHours(1);
  private static final Duration READ_EVERY = Duration.ofMinutes(10);

  /** A clock that went so much further than time did was set. */
  private static final Duration SET = Duration.ofSeconds(5);

  private final HostBook book;
  private final HostClock measured;
  private final Supplier<HostFacts> reader;
  private final Clock clock;
  private Optional<HostFacts> told = Optional.empty();
  private Optional<Duration> ahead = Optional.empty();
  private long read;
  private long asked;
  private Instant shown = Instant.EPOCH;

  public HostReport(Home home, HostBook book) {
    this(book, new HostClock(home), new HostFactsReader(home)::read, Clock.systemUTC());
  }

  /**
   * @param clock of this host
   */
  HostReport(HostBook book, HostClock measured, Supplier<HostFacts> reader, Clock clock) {
    this.book = book;
    this.measured = measured;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * One look; most of them find that nothing is due. A clock that is off is measured each time, and
   * one that was set at once; so is one whose measure can be read no more.
   */
  public void look() {
    boolean lost = ahead.isPresent() && measured.ahead().isEmpty();
    boolean off = ahead.filter(HostFacts::isOff).isPresent() || wasSet() || lost;
    boolean first = told.isEmpty();
    if (!first && !off && !isOver(read, READ_EVERY)) {
      return;
    }
    HostFacts facts = reader.get();
    read = System.nanoTime();
    if (first || off || isOver(asked, MEASURE_EVERY)) {
      measure(facts);
    }
    HostFacts now = facts.withClock(ahead);
    if (!told.equals(Optional.of(now))) {
      book.tell(now);
      told = Optional.of(now);
      log.info("told the cluster of this host id={} name={}", now.id(), now.name());
    }
  }

  private void measure(HostFacts facts) {
    ahead = book.clockAhead(facts, clock);
    asked = System.nanoTime();
    shown = clock.instant();
    ahead.ifPresent(measured::measured);
    ahead
        .filter(HostFacts::isOff)
        .ifPresent(
            by -> log.error("the clock here and the server's differ seconds={}", by.toSeconds()));
  }

  private boolean wasSet() {
    Duration passed = Duration.ofNanos(System.nanoTime() - asked);
    Duration went = Duration.between(shown, clock.instant());
    return went.minus(passed).abs().compareTo(SET) > 0;
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }
}
