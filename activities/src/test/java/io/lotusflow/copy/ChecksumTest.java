package io.lotusflow.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is noted of a file's bytes. */
class ChecksumTest {
  private static final int BLOCK = 1 << 20;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  private static String of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  private static String of(byte[] bytes, int piece) {
    Checksum checksum = Checksum.begin();
    for (int at = 0; at < bytes.length; at += piece) {
      checksum.update(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
    }
    return checksum.noted();
  }

  /** Books outlive the version that wrote them. CRC32C of these digits is e3069283 by RFC 3720. */
  @Test
  void isWrittenDownAsEver() {
    assertThat(of("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("crc32c-1m:0466e8993684f7d145be9b8d01755cbb3b63194f517b9a4772f0e7abc367b60a");
  }

  @Test
  void isTheSameInPiecesOfAnySize() {
    byte[] bytes = random(3 * BLOCK + 17);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    Checksum checksum = Checksum.begin();
    checksum.update(direct);
    assertThat(direct.hasRemaining()).isFalse();
    assertThat(checksum.noted()).isEqualTo(of(bytes));
    for (int piece : new int[] {4099, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK}) {
      assertThat(of(bytes, piece)).as("pieces of %d", piece).isEqualTo(of(bytes));
    }
  }

  @Test
  void isAnotherForEachThingThatDisksDo() {
    byte[] bytes = random(3 * BLOCK + 17);
    Set<String> seen = new HashSet<>(Set.of(of(bytes)));
    for (int at : new int[] {0, BLOCK - 1, BLOCK, 2 * BLOCK + 5, bytes.length - 1}) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 0x10;
      assertThat(seen.add(of(flipped))).as("a bit at %d", at).isTrue();
    }
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 0, swapped, BLOCK, BLOCK);
    System.arraycopy(bytes, BLOCK, swapped, 0, BLOCK);
    assertThat(seen.add(of(swapped))).as("two blocks that changed places").isTrue();
    byte[] lost = bytes.clone();
    Arrays.fill(lost, BLOCK + 4096, BLOCK + 8192, (byte) 0);
    assertThat(seen.add(of(lost))).as("a sector that was never written").isTrue();
    assertThat(seen.add(of(Arrays.copyOf(bytes, bytes.length - 1)))).as("shorter").isTrue();
    assertThat(seen.add(of(Arrays.copyOf(bytes, bytes.length + 1)))).as("a zero more").isTrue();
    assertThat(seen.add(of(Arrays.copyOf(bytes, BLOCK)))).as("one block").isTrue();
    assertThat(seen.add(of(new byte[0]))).as("nothing").isTrue();
  }

  @Test
  void goesOnWithWhatOlderVersionsNoted() {
    byte[] bytes = random(BLOCK + 3);
    Checksum checksum = Checksum.like(Sha256.hex(new byte[0]));
    checksum.update(ByteBuffer.wrap(bytes));
    assertThat(checksum.noted()).isEqualTo(Sha256.hex(bytes));

    Checksum today = Checksum.like(of(new byte[] {1}));
    today.update(ByteBuffer.wrap(bytes));
    assertThat(today.noted()).isEqualTo(of(bytes));
  }
}
