package io.lotusflow.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import io.lotusflow.chain.Completeness;
import io.lotusflow.chain.Defect;
import io.lotusflow.chain.NetworkEvidence;
import io.lotusflow.chain.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotVerifierTest {
  private static final long MAINNET_BEGAN = 1598306400;
  private static final long DEVNET_BEGAN = 1_700_000_000;
  private static final TestChain DEVNET = new TestChain(60, DEVNET_BEGAN, 4);
  private static final Instant NOW =
      Instant.ofEpochSecond(DEVNET_BEGAN + 4 * DEVNET.head().height() + 90);

  @Test
  void tellsWhatASoundSnapshotHolds() throws IOException {
    byte[] car = DEVNET.export(10, false).bytes();
    Verdict verdict = verify(car, Expected.anything());
    assertThat(verdict.defects()).isEmpty();
    assertThat(verdict.isSound()).isTrue();
    assertThat(verdict.bytes()).isEqualTo(car.length);
    assertThat(verdict.unpackedBytes()).isEqualTo(car.length);
    assertThat(verdict.sha256()).isEqualTo(sha256(car));
    assertThat(verdict.head().height()).isEqualTo(DEVNET.head().height());
    assertThat(verdict.head().cids()).hasSize(2).allMatch(cid -> cid.startsWith("bafy2bza"));
    assertThat(verdict.head().ageSeconds()).isEqualTo(90);
    assertThat(verdict.contents().snapshotVersion()).isEqualTo(1);
    assertThat(verdict.contents().headers()).isEqualTo(119);
    assertThat(verdict.contents().stateRoots()).isEqualTo(11);
    assertThat(verdict.contents().lowestHeight()).isZero();
    assertThat(verdict.contents().isFullChain()).isFalse();
    assertThat(verdict.completeness()).isEqualTo(Completeness.REACHES_GENESIS);
    assertThat(verdict.network().source()).isEqualTo(NetworkEvidence.Source.GENESIS);
    assertThat(verdict.network().genesis()).isEqualTo(genesis(DEVNET));
  }

  @Test
  void knowsAFullChainByItsMessages() throws IOException {
    Verdict verdict = verify(DEVNET.export(0, true).bytes(), Expected.anything());
    assertThat(verdict.contents().isFullChain()).isTrue();
    assertThat(verdict.contents().headersWithMessages()).isEqualTo(119);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, Batch.CAPACITY - 100, Batch.CAPACITY, 5 * Batch.CAPACITY + 7})
  void readsVersion2WithFinalityDataOfAnySize(int size) throws IOException {
    byte[] finality = random(size);
    Verdict verdict = verify(DEVNET.exportV2(finality).bytes(), Expected.anything());
    assertThat(verdict.defects()).isEmpty();
    assertThat(verdict.contents().snapshotVersion()).isEqualTo(2);
    assertThat(verdict.contents().finalityData()).isEqualTo(size > 0);
    assertThat(verdict.head().height()).isEqualTo(DEVNET.head().height());
    assertThat(verdict.completeness()).isEqualTo(Completeness.REACHES_GENESIS);
  }

  @Test
  void namesABadByteInABlockTooBigForMemory() throws IOException {
    TestCar whole = DEVNET.exportV2(random(3 * Batch.CAPACITY));
    byte[] car = whole.bytes();
    car[2 * Batch.CAPACITY]++;
    Verdict verdict = verify(car, Expected.anything());
    assertThat(verdict.defects()).hasSize(1);
    assertThat(verdict.defects().get(0).kind()).isEqualTo(Defect.Kind.BAD_BLOCK);
    assertThat(verdict.defects().get(0).from()).isLessThan(Batch.CAPACITY);
    assertThat(verdict.defects().get(0).to()).isGreaterThan(3 * Batch.CAPACITY);
    assertThat(verdict.contents().headers()).isEqualTo(119);
  }

  @Test
  void findsEveryFlippedByteAndNeverTakesItForSound() throws IOException {
    byte[] car = new TestChain(6, DEVNET_BEGAN, 4).export(3, false).bytes();
    for (int at = 0; at < car.length; at++) {
      byte[] flipped = car.clone();
      flipped[at] ^= 0x10;
      Verdict verdict = verify(flipped, Expected.anything());
      assertThat(verdict.isSound()).as("byte %d of %d flipped", at, car.length).isFalse();
      Defect first = verdict.defects().get(0);
      if (first.kind() == Defect.Kind.BAD_BLOCK) {
        assertThat(at).as("%s", first).isBetween((int) first.from(), (int) first.to() - 1);
      }
    }
  }

  @Test
  void namesOffsetAndCidOfABadBlockAndReadsOn() throws IOException {
    TestCar car = DEVNET.export(10, false);
    int from = car.size();
    byte[] data = "a block".getBytes(StandardCharsets.UTF_8);
    byte[] cid = TestCar.cidOf(data);
    car.block(cid, "A block".getBytes(StandardCharsets.UTF_8));
    int to = car.size();
    car.block(data).block(random(2000));
    Verdict verdict = verify(car.bytes(), Expected.anything());
    assertThat(verdict.defects())
        .containsExactly(
            new Defect(
                Defect.Kind.BAD_BLOCK,
                from,
                to,
                from,
                Cid.of(cid, 0, cid.length).toString(),
                "",
                ""));
    assertThat(verdict.sha256()).isEqualTo(sha256(car.bytes()));
    assertThat(verdict.completeness()).isEqualTo(Completeness.NOT_PROVEN);
  }

  @Test
  void countsAllDefectsAndKeepsTheFirstOfAHundredThousand() throws IOException {
    TestCar car = DEVNET.export(3, false);
    int from = car.size();
    byte[] wrong = TestCar.cidOf(new byte[] {9});
    for (int i = 0; i < 100_000; i++) {
      car.block(wrong, new byte[] {8, 8, 8});
    }
    Verdict verdict = verify(car.bytes(), Expected.anything());
    assertThat(verdict.defectCount()).isEqualTo(100_000);
    assertThat(verdict.defects()).hasSize(100);
    assertThat(verdict.defects().get(0).from()).isEqualTo(from);
  }

  @Test
  void checksSha256AndIdentityAndNamesHashesItDoesNotKnow() throws IOException {
    byte[] data = random(500);
    TestCar car = DEVNET.export(3, false);
    car.block(TestCar.cid(0x55, 0x12, TestCar.sha256(data)), data);
    car.block(TestCar.join(new byte[] {0x12, 0x20}, TestCar.sha256(data)), data);
    car.block(TestCar.cid(0x55, 0, new byte[] {1, 2, 3}), new byte[] {1, 2, 3});
    assertThat(verify(car.bytes(), Expected.anything()).defects()).isEmpty();
    car.block(TestCar.cid(0x55, 0x1e, new byte[32]), data);
    car.block(TestCar.cid(0x55, 0x12, TestCar.blake2b(data)), data);
    List<Defect> defects = verify(car.bytes(), Expected.anything()).defects();
    assertThat(defects)
        .extracting(Defect::kind)
        .containsExactly(Defect.Kind.UNKNOWN_HASH, Defect.Kind.BAD_BLOCK);
    assertThat(defects.get(0).found()).isEqualTo("multihash 0x1e");
  }

  @Test
  void isHonestAboutAFileCutAtABlockBoundary() throws IOException {
    TestChain chain = new TestChain(20, DEVNET_BEGAN, 4);
    byte[] whole = chain.export(5, false).bytes();
    TestCar shorter = new TestCar().header(chain.head().cids());
    shorter.block(chain.head().headers().get(0)).block(chain.head().messages());
    byte[] cut = Arrays.copyOf(whole, shorter.size());
    Verdict verdict = verify(cut, Expected.anything());
    assertThat(verdict.isSound()).isFalse();
    assertThat(verdict.defects().get(0).kind()).isEqualTo(Defect.Kind.BAD_HEAD);

    byte[] cutLater = cutBefore(whole, chain.genesis().headers().get(0));
    assertThat(verify(cutLater, Expected.anything()).isSound()).isTrue();
    assertThat(verify(cutLater, Expected.anything()).completeness())
        .isEqualTo(Completeness.NOT_PROVEN);
    assertThat(verify(cutLater, Expected.anything().withBytes(cutLater.length)).completeness())
        .isEqualTo(Completeness.LENGTH_ONLY);
    assertThat(verify(cutLater, Expected.anything().withSha256(sha256(cutLater))).completeness())
        .isEqualTo(Completeness.PROVEN_BY_DIGEST);
    assertThat(kinds(verify(cutLater, Expected.anything().withBytes(whole.length))))
        .containsExactly(Defect.Kind.WRONG_LENGTH);
  }

  private static byte[] cutBefore(byte[] whole, byte[] block) {
    byte[] section = TestCar.join(TestCar.varint(38L + block.length), TestCar.cidOf(block), block);
    for (int at = 0; at < whole.length - section.length; at++) {
      if (Arrays.equals(whole, at, at + section.length, section, 0, section.length)) {
        return Arrays.copyOf(whole, at);
      }
    }
    throw new AssertionError("no such block");
  }

  @Test
  void noticesAFileCutInsideABlock() throws IOException {
    byte[] car = DEVNET.export(10, false).bytes();
    for (int cut : new int[] {1, 2, 37, 60}) {
      Verdict verdict = verify(Arrays.copyOf(car, car.length - cut), Expected.anything());
      assertThat(kinds(verdict)).containsExactly(Defect.Kind.TRUNCATED);
      assertThat(verdict.defects().get(0).to()).isEqualTo(car.length - cut);
    }
  }

  @Test
  void refusesAnotherDigest() throws IOException {
    byte[] car = DEVNET.export(10, false).bytes();
    Verdict verdict = verify(car, Expected.anything().withSha256("0".repeat(64)));
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.WRONG_DIGEST);
    assertThat(verdict.completeness()).isEqualTo(Completeness.NOT_PROVEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "html|  <!DOCTYPE html><html><body>404</body></html>",
        "xml|<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        "json|{\"error\": \"rate limited\"}",
        "empty|",
        "4e6f7420666f756e64|Not found"
      })
  void saysWhatAFileIsThatIsNoSnapshot(String sample) throws IOException {
    String[] parts = sample.split("\\|", 2);
    Verdict verdict = verify(parts[1].getBytes(StandardCharsets.UTF_8), Expected.anything());
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.NOT_A_SNAPSHOT);
    assertThat(verdict.defects().get(0).found()).startsWith(parts[0]);
    assertThat(verdict.completeness()).isEqualTo(Completeness.NOT_PROVEN);
  }

  @Test
  void readsNoMoreOfAFileThatIsNoSnapshot() throws IOException {
    Verdict verdict = verify(new byte[10_000_000], Expected.anything());
    assertThat(verdict.bytes()).isLessThan(1_000_000);
    assertThat(verdict.defects().get(0).found()).isEqualTo("zeros");
  }

  @Test
  void noticesPaddingBehindTheLastBlock() throws IOException {
    byte[] car = DEVNET.export(10, false).bytes();
    Verdict verdict = verify(Arrays.copyOf(car, car.length + 512), Expected.anything());
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.BAD_STRUCTURE);
    assertThat(verdict.defects().get(0).from()).isEqualTo(car.length);
    assertThat(verdict.sha256()).isNotEmpty();
  }

  @Test
  void knowsMainnetByItsClockAndRefusesAnotherNetworkAtTheHead() throws IOException {
    byte[] car = new TestChain(30, MAINNET_BEGAN, 30).export(5, false).bytes();
    byte[] cut = Arrays.copyOf(car, car.length / 2);
    assertThat(verify(cut, Expected.anything()).network().network()).isEqualTo("mainnet");
    Verdict calibnet = verify(car, Expected.anything().withNetwork("calibnet", ""));
    assertThat(kinds(calibnet)).containsExactly(Defect.Kind.WRONG_NETWORK);
    assertThat(calibnet.defects().get(0).expected()).isEqualTo("calibnet");
    assertThat(calibnet.defects().get(0).found()).isEqualTo("mainnet");
    assertThat(calibnet.sha256()).isEmpty();
  }

  @Test
  void knowsACustomNetworkByItsGenesis() throws IOException {
    byte[] car = DEVNET.export(5, false).bytes();
    String ours = genesis(DEVNET);
    assertThat(verify(car, Expected.anything().withNetwork("custom", ours)).isSound()).isTrue();
    String other = genesis(new TestChain(1, 5, 5));
    Verdict verdict = verify(car, Expected.anything().withNetwork("custom", other));
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.WRONG_NETWORK);
    assertThat(verdict.defects().get(0).found()).isEqualTo(ours);
  }

  @Test
  void refusesAChainThatOnlyHasMainnetsClock() throws IOException {
    byte[] car = new TestChain(30, MAINNET_BEGAN, 30).export(5, false).bytes();
    Verdict verdict = verify(car, Expected.anything().withNetwork("mainnet", ""));
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.WRONG_NETWORK);
  }

  @Test
  void refusesAHeadThatIsTooOld() throws IOException {
    byte[] car = DEVNET.export(5, false).bytes();
    Expected expected = Expected.anything();
    assertThat(verify(car, expected.withMaximumAge(Duration.ofSeconds(90))).isSound()).isTrue();
    Verdict old = verify(car, expected.withMaximumAge(Duration.ofSeconds(89)));
    assertThat(kinds(old)).containsExactly(Defect.Kind.TOO_OLD);
    assertThat(old.head().isKnown()).isTrue();
  }

  @Test
  void aDamagedHeadIsABadBlockAndNotAnOldOne() throws IOException {
    TestCar start = new TestCar().header(DEVNET.head().cids());
    byte[] car = DEVNET.export(5, false).bytes();
    car[start.size() + 38 + 2 + DEVNET.head().headers().get(0).length - 110]++;
    Verdict verdict = verify(car, Expected.anything().withMaximumAge(Duration.ofSeconds(90)));
    assertThat(kinds(verdict)).containsExactly(Defect.Kind.BAD_BLOCK);
  }

  @Test
  void readsPackedSnapshotsOfOneFrameAndOfMany() throws IOException {
    byte[] car = DEVNET.exportV2(random(3 * Batch.CAPACITY)).bytes();
    byte[] one = Zstd.compress(car);
    byte[] many =
        TestCar.join(
            Zstd.compress(Arrays.copyOf(car, 1000)),
            Zstd.compress(Arrays.copyOfRange(car, 1000, 400_000)),
            Zstd.compress(Arrays.copyOfRange(car, 400_000, car.length)));
    for (byte[] packed : List.of(one, many)) {
      Verdict verdict = verify(packed, Expected.anything());
      assertThat(verdict.defects()).isEmpty();
      assertThat(verdict.zstd()).isTrue();
      assertThat(verdict.bytes()).isEqualTo(packed.length);
      assertThat(verdict.unpackedBytes()).isEqualTo(car.length);
      assertThat(verdict.sha256()).isEqualTo(sha256(packed));
      assertThat(verdict.completeness()).isEqualTo(Completeness.REACHES_GENESIS);
    }
  }

  @Test
  void noticesDamagedAndCutPacking() throws IOException {
    byte[] packed = Zstd.compress(DEVNET.exportV2(random(3 * Batch.CAPACITY)).bytes());
    Verdict cut = verify(Arrays.copyOf(packed, packed.length - 100), Expected.anything());
    assertThat(kinds(cut)).containsExactly(Defect.Kind.TRUNCATED);
    byte[] damaged = packed.clone();
    Arrays.fill(damaged, packed.length - 400, packed.length - 300, (byte) 0xff);
    Verdict verdict = verify(damaged, Expected.anything());
    assertThat(verdict.isSound()).isFalse();
    assertThat(verdict.sha256()).isEqualTo(sha256(damaged));
    Verdict junk = verify(TestCar.join(packed, random(100)), Expected.anything());
    assertThat(kinds(junk)).containsExactly(Defect.Kind.BAD_ZSTD);
  }

  @Test
  void namesTheRangeOfABadBlockInAPackedFile() throws IOException {
    TestCar car = DEVNET.export(3, false);
    for (int i = 0; i < 4000; i++) {
      car.block(random(i, 2000));
    }
    int bad = car.size();
    car.block(TestCar.cidOf(random(1000)), random(5, 2000));
    for (int i = 4000; i < 6000; i++) {
      car.block(random(i, 2000));
    }
    byte[] packed = Zstd.compress(car.bytes());
    Verdict verdict = verify(packed, Expected.anything());
    assertThat(verdict.defectCount()).isEqualTo(1);
    Defect defect = verdict.defects().get(0);
    assertThat(defect.carOffset()).isEqualTo(bad);
    double there = (double) bad / car.size() * packed.length;
    assertThat(there).isBetween((double) defect.from(), (double) defect.to());
    assertThat(defect.to() - defect.from()).isLessThan(4 * Batch.CAPACITY);
  }

  @Test
  void tellsProgressAndEndsWhenInterrupted() throws IOException {
    byte[] car = DEVNET.export(5, false).bytes();
    long[] last = new long[1];
    verifier(Expected.anything()).verify(new ByteArrayInputStream(car), done -> last[0] = done);
    assertThat(last[0]).isEqualTo(car.length);
    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(() -> verify(car, Expected.anything()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void whatTheStreamThrowsComesThrough() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable cut");
          }

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            throw new IOException("cable cut");
          }
        };
    assertThatThrownBy(() -> verifier(Expected.anything()).verify(broken, done -> {}))
        .hasMessage("cable cut");
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    verify(DEVNET.export(5, false).bytes(), Expected.anything());
    verify(new byte[100], Expected.anything());
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("block-hashes"))
                    .doesNotContain("file-digest"));
  }

  private static Verdict verify(byte[] file, Expected expected) throws IOException {
    return verifier(expected).verify(new ByteArrayInputStream(file), done -> {});
  }

  private static SnapshotVerifier verifier(Expected expected) {
    return new SnapshotVerifier(expected.withThreads(2), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static List<Defect.Kind> kinds(Verdict verdict) {
    return verdict.defects().stream().map(Defect::kind).toList();
  }

  private static String genesis(TestChain chain) {
    byte[] cid = chain.genesis().cids().get(0);
    return Cid.of(cid, 0, cid.length).toString();
  }

  private static String sha256(byte[] data) {
    return HexFormat.of().formatHex(TestCar.sha256(data));
  }

  private static byte[] random(int size) {
    return random(7, size);
  }

  private static byte[] random(long seed, int size) {
    byte[] data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }
}
