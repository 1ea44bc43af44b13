package io.lotusflow.preflight;

import io.lotusflow.messages.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The certificate by which this host is known to a Temporal server elsewhere. */
public final class Identity {

  /** Time to make another one, and to bring it to all hosts. */
  public static final Duration SOON = Duration.ofDays(30);

  private Identity() {}

  /**
   * Whether it is good for long enough.
   *
   * @param ends of the client's certificate
   */
  public static Finding look(Language language, Instant ends, Instant now) {
    Words words = new Words(language, "preflight");
    long days = Duration.between(now, ends).toDays();
    Instant day = ends.truncatedTo(ChronoUnit.SECONDS);
    return isSoon(ends, now)
        ? words.warning("client-certificate", "client-certificate.soon", days, day)
        : words.ok("client-certificate", days, day);
  }

  /** Whether somebody should see to it. */
  public static boolean isSoon(Instant ends, Instant now) {
    return ends.isBefore(now.plus(SOON));
  }
}
