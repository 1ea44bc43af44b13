package io.lotusflow.car;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Whole snapshots of a chain without a name, for tests that only move them. */
public final class TestSnapshots {
  private static final int BLOCK = 20_000;

  private TestSnapshots() {}

  /**
   * A sound snapshot of about so many bytes; the same length for any mark.
   *
   * @param mark can be read in it, as plain text
   */
  public static byte[] marked(String mark, int bytes) {
    TestCar car = new TestChain(20, 1_700_000_000, 4).export(5, false);
    Random random = new Random(mark.hashCode());
    while (car.size() < bytes) {
      byte[] data = new byte[BLOCK];
      random.nextBytes(data);
      byte[] text = mark.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, data, 0, text.length);
      car.block(data);
    }
    return car.bytes();
  }
}
