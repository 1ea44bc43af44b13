package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The bar of an import on stderr. Without a terminal its frames are glued together with neither
 * carriage return nor line feed, and log lines stick to them.
 */
final class ProgressBar {
  private static final int WIDTH = 100;
  private static final long FRAME_MILLIS = 200;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private final long total;
  private final long start = System.currentTimeMillis();
  private long lastFrame = start;

  ProgressBar(long total) {
    this.total = total;
  }

  long total() {
    return total;
  }

  /** Draws if a frame is due. */
  void frame(long done) {
    long now = System.currentTimeMillis();
    if (now - lastFrame >= FRAME_MILLIS) {
      lastFrame = now;
      System.err.print(draw(done, false));
    }
  }

  void last(long done) {
    System.err.print(draw(done, true));
    System.err.flush();
  }

  private String draw(long done, boolean ended) {
    long shownTotal = Math.max(total, done);
    String left = size(done) + " / " + size(shownTotal) + " ";
    String right = " " + percent(done, shownTotal) + "% " + speed(done, ended);
    int width = Math.max(10, WIDTH - left.length() - right.length() - 2);
    int filled = shownTotal == 0 ? width : (int) (width * done / shownTotal);
    String tip = filled < width && filled > 0 ? ">" : "";
    return left
        + "["
        + "-".repeat(filled - tip.length())
        + tip
        + "_".repeat(width - filled)
        + "]"
        + right;
  }

  private String speed(long done, boolean ended) {
    long millis = System.currentTimeMillis() - start;
    if (millis < 500) {
      return "? p/s " + (ended ? (millis < 100 ? "0s" : millis / 100 * 100 + "ms") : "?");
    }
    long perSecond = done * 1000 / millis;
    String eta = perSecond == 0 ? "?" : (total - done) / perSecond + "s";
    return size(perSecond) + " p/s " + (ended ? millis / 1000 + "s" : "ETA " + eta);
  }

  private static BigDecimal percent(long done, long total) {
    return total == 0
        ? new BigDecimal("100.00")
        : BigDecimal.valueOf(done * 100).divide(BigDecimal.valueOf(total), 2, RoundingMode.HALF_UP);
  }

  private static String size(long bytes) {
    int unit = 0;
    BigDecimal value = BigDecimal.valueOf(bytes);
    while (unit < UNITS.length - 1 && value.compareTo(BigDecimal.valueOf(1024)) >= 0) {
      value = value.divide(BigDecimal.valueOf(1024));
      unit++;
    }
    return unit == 0
        ? Sizes.print(bytes)
        : value.setScale(2, RoundingMode.HALF_UP) + " " + UNITS[unit];
  }
}
