package io.lotusflow.cli;

import io.lotusflow.lotus.ByteSize;

/** How far a long read has come: one line that is written over, at a terminal only. */
final class ReadingLine {
  private static final long EVERY_NANOS = 200_000_000;

  private final Session session;
  private final long total;
  private final long began = System.nanoTime();
  private long shown;

  ReadingLine(Session session, long total) {
    this.session = session;
    this.total = total;
  }

  void show(long done) {
    long now = System.nanoTime();
    if (!session.screen().errIsTerminal() || now - shown < EVERY_NANOS) {
      return;
    }
    shown = now;
    long perSecond = (long) (done / Math.max(0.001, (now - began) / 1e9));
    long percent = total == 0 ? 0 : 100 * done / total;
    String text =
        session.text(
            "verify.reading",
            percent,
            new ByteSize(done),
            new ByteSize(total),
            new ByteSize(perSecond));
    session.err().print("\r\033[K" + text);
    session.err().flush();
  }

  void end() {
    if (shown != 0) {
      session.err().print("\r\033[K");
      session.err().flush();
    }
  }
}
