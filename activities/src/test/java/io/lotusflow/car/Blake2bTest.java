package io.lotusflow.car;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

class Blake2bTest {

  @Test
  void hashesWhatB2sumHashes() {
    assertThat(hex(""))
        .isEqualTo("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assertThat(hex("abc"))
        .isEqualTo("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  }

  @Test
  void agreesWithTheLibraryForEveryLengthAroundItsBlocks() {
    Random random = new Random(1);
    for (int length = 0; length < 1100; length++) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      assertThat(ours(data, length)).as("%d bytes", length).isEqualTo(library(data));
    }
  }

  @Test
  void agreesWithTheLibraryHoweverTheMessageIsCut() {
    Random random = new Random(2);
    byte[] data = new byte[300_000];
    random.nextBytes(data);
    byte[] expected = library(data);
    for (int piece : new int[] {1, 7, 127, 128, 129, 255, 256, 257, 4096, 299_999}) {
      assertThat(ours(data, piece)).as("pieces of %d", piece).isEqualTo(expected);
    }
  }

  @Test
  void canBeUsedAgainAndComparesInPlace() {
    byte[] data = "a block".getBytes(StandardCharsets.UTF_8);
    byte[] digests = new byte[40];
    System.arraycopy(library(data), 0, digests, 5, 32);
    Blake2b blake = new Blake2b();
    for (int i = 0; i < 3; i++) {
      blake.reset();
      blake.update(data, 0, data.length);
      assertThat(blake.isDigest(digests, 5)).isTrue();
    }
    blake.reset();
    blake.update(data, 1, data.length);
    assertThat(blake.isDigest(digests, 5)).isFalse();
  }

  private static String hex(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(ours(data, Math.max(1, data.length)));
  }

  private static byte[] ours(byte[] data, int piece) {
    Blake2b blake = new Blake2b();
    for (int at = 0; at < data.length; at += piece) {
      blake.update(data, at, Math.min(data.length, at + piece));
    }
    return blake.digest();
  }

  private static byte[] library(byte[] data) {
    Blake2bDigest blake = new Blake2bDigest(256);
    blake.update(data, 0, data.length);
    byte[] digest = new byte[32];
    blake.doFinal(digest, 0);
    return digest;
  }
}
