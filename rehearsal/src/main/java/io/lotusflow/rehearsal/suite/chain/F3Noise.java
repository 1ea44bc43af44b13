package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;

/** Stands for F3's certificates: so many bytes that cannot be compressed, the same each time. */
public record F3Noise(long length) {
  private static final int BUFFER = 1 << 16;

  private interface Sink {
    void take(byte[] bytes, int length) throws IOException;
  }

  Cid cid() throws IOException {
    Blake2b hash = new Blake2b(32);
    generate((bytes, count) -> hash.update(bytes, 0, count));
    return Cid.ofRawHash(hash.digest());
  }

  void write(OutputStream out) throws IOException {
    generate((bytes, count) -> out.write(bytes, 0, count));
  }

  private void generate(Sink sink) throws IOException {
    Random random = new Random(length);
    byte[] buffer = new byte[BUFFER];
    for (long left = length; left > 0; left -= BUFFER) {
      random.nextBytes(buffer);
      sink.take(buffer, (int) Math.min(BUFFER, left));
    }
  }
}
