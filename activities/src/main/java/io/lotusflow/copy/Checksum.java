package io.lotusflow.copy;

import io.lotusflow.files.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What a file's bytes are known by again: the CRC32C of each MiB of it, and the SHA-256 of all
 * those (decision 011). Takes the bytes in pieces of any size. Books of older versions have the
 * SHA-256 of the bytes.
 */
final class Checksum {
  static final int BLOCK = 1 << 20;

  private static final String BLOCKS = "crc32c-1m:";

  private final String name;
  private final MessageDigest digest = Sha256.begin();
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer crcOfBlock = ByteBuffer.allocate(Integer.BYTES);
  private final Consumer<ByteBuffer> take;
  private int inBlock;

  private Checksum(boolean blocks) {
    this.name = blocks ? BLOCKS : "";
    this.take = blocks ? this::takeBlocks : digest::update;
  }

  static Checksum begin() {
    return new Checksum(true);
  }

  /** Of the same kind as one that was noted. */
  static Checksum like(String noted) {
    return new Checksum(noted.startsWith(BLOCKS));
  }

  /** Takes all that remains in the buffer. */
  void update(ByteBuffer bytes) {
    take.accept(bytes);
  }

  private void takeBlocks(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.position() < end) {
      int some = Math.min(end - bytes.position(), BLOCK - inBlock);
      bytes.limit(bytes.position() + some);
      crc.update(bytes);
      bytes.limit(end);
      inBlock += some;
      if (inBlock == BLOCK) {
        endBlock();
      }
    }
  }

  private void endBlock() {
    digest.update(crcOfBlock.putInt(0, (int) crc.getValue()).clear());
    crc.reset();
    inBlock = 0;
  }

  /** As it is noted; of one that began as another, of all bytes since it began. */
  String noted() {
    if (inBlock > 0) {
      endBlock();
    }
    return name + HexFormat.of().formatHex(digest.digest());
  }
}
