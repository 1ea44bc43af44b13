package io.lotusflow.chain;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Snapshots compressed with zstd; the name of a file says nothing, its first bytes do. */
final class Zstd {
  private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final int CHUNK = 1 << 18;

  private Zstd() {}

  static boolean is(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unpacks a file; one that is there was unpacked whole before.
   *
   * @param beat hears how many bytes have been written
   */
  static void unpack(Path packed, Path unpacked, LongConsumer beat) {
    if (Files.exists(unpacked)) {
      return;
    }
    Path draft = unpacked.resolveSibling(unpacked.getFileName() + ".part");
    try (InputStream in =
            new ZstdInputStream(new BufferedInputStream(Files.newInputStream(packed), CHUNK));
        OutputStream out = Files.newOutputStream(draft)) {
      byte[] chunk = new byte[CHUNK];
      long bytes = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        out.write(chunk, 0, read);
        bytes += read;
        beat.accept(bytes);
      }
      Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
