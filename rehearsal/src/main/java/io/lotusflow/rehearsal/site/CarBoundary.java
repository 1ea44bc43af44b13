package io.lotusflow.rehearsal.site;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Where a CAR can be cut so that nobody sees it from its form. */
final class CarBoundary {
  private CarBoundary() {}

  /** The end of the last block that is whole before this position. */
  static long before(Download car, long position) throws IOException {
    long end = 0;
    try (InputStream in = new BufferedInputStream(car.open())) {
      while (true) {
        long at = end;
        long length = 0;
        int shift = 0;
        int b;
        do {
          b = in.read();
          if (b < 0) {
            return end;
          }
          at++;
          length |= (long) (b & 0x7f) << shift;
          shift += 7;
        } while (b >= 0x80);
        if (at + length > position) {
          return end;
        }
        in.skipNBytes(length);
        end = at + length;
      }
    }
  }
}
