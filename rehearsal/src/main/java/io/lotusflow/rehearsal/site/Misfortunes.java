package io.lotusflow.rehearsal.site;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Ways of a body to the client that are not straight. */
final class Misfortunes {
  private Misfortunes() {}

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Changes one byte. */
  static final class Corrupting extends FilterOutputStream {
    private long untilLie;

    Corrupting(OutputStream out, long untilLie) {
      super(out);
      this.untilLie = untilLie;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (0 <= untilLie && untilLie < length) {
        bytes[from + (int) untilLie] ^= 1;
      }
      untilLie -= length;
      out.write(bytes, from, length);
    }
  }

  /** Ends the connection. */
  static final class Cutting extends FilterOutputStream {
    private long left;

    Cutting(OutputStream out, long left) {
      super(out);
      this.left = left;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int allowed = (int) Math.min(left, length);
      out.write(bytes, from, allowed);
      left -= allowed;
      if (allowed < length) {
        out.flush();
        throw new IOException("a fault ends this connection");
      }
    }
  }

  /** Falls silent, and keeps the connection. */
  static final class Stalling extends FilterOutputStream {
    private static final long LOOK_MILLIS = 100;

    private final BooleanSupplier still;
    private long left;

    Stalling(OutputStream out, long left, BooleanSupplier still) {
      super(out);
      this.left = left;
      this.still = still;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int allowed = (int) Math.min(left, length);
      out.write(bytes, from, allowed);
      left -= allowed;
      if (allowed < length) {
        out.flush();
        while (still.getAsBoolean()) {
          pause(LOOK_MILLIS);
        }
        out.write(bytes, from + allowed, length - allowed);
      }
    }
  }

  /** Lets through so many bytes in a second, as long as there is a rate. */
  static final class Slowing extends FilterOutputStream {
    private static final int STEPS_PER_SECOND = 20;

    private final Supplier<Optional<Long>> rate;
    private Optional<Long> paced = Optional.empty();
    private long since;
    private long sent;

    Slowing(OutputStream out, Supplier<Optional<Long>> rate) {
      super(out);
      this.rate = rate;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      while (at < from + length) {
        Optional<Long> now = rate.get();
        if (!now.equals(paced)) {
          paced = now;
          since = System.nanoTime();
          sent = 0;
        }
        int left = from + length - at;
        int step =
            (int)
                Math.min(left, now.map(r -> Math.max(1, r / STEPS_PER_SECOND)).orElse((long) left));
        out.write(bytes, at, step);
        at += step;
        sent += step;
        if (now.isPresent()) {
          out.flush();
          long due = sent * 1000 / now.get();
          pause(due - (System.nanoTime() - since) / 1_000_000);
        }
      }
    }
  }
}
