package io.lotusflow.chain;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Compresses a file with zstd, a chunk at a time, with a checksum at its end. */
final class Packing {
  private static final int CHUNK = 1 << 20;

  private Packing() {}

  /**
   * Overwrites {@code packed}.
   *
   * @param beat hears how many bytes have been read; what it throws ends the packing
   */
  static void pack(Path file, Path packed, LongConsumer beat) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed)).setChecksum(true)) {
      byte[] chunk = new byte[CHUNK];
      long bytes = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        out.write(chunk, 0, read);
        bytes += read;
        beat.accept(bytes);
      }
    }
  }
}
