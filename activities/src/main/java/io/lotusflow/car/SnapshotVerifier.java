package io.lotusflow.car;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.lotusflow.chain.Completeness;
import io.lotusflow.chain.Defect;
import io.lotusflow.chain.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Proves a snapshot while its bytes pass by, once and in order, in constant memory: the digest of
 * the file, its packing, every block's hash, and what can be told of head, network and
 * completeness.
 */
public final class SnapshotVerifier {
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final Expected expected;
  private final Clock clock;

  public SnapshotVerifier(Expected expected) {
    this(expected, Clock.systemUTC());
  }

  /**
   * A verifier.
   *
   * @param clock by which the age of a head is told
   */
  public SnapshotVerifier(Expected expected, Clock clock) {
    this.expected = expected;
    this.clock = clock;
  }

  /**
   * Reads the stream to its end, or to the first defect that makes the rest worthless. Everything
   * wrong with the snapshot is in the verdict; an interrupted thread ends it with an {@link
   * InterruptedIOException}.
   *
   * @param progress hears, in this thread, how many bytes of the file have been read
   * @throws IOException only if the stream itself throws it, as it came
   */
  public Verdict verify(InputStream bytes, LongConsumer progress) throws IOException {
    Defects defects = new Defects();
    try (FileDigest digest = new FileDigest();
        Hashing hashing = new Hashing(threads(), defects)) {
      return new Reading(new FileInput(bytes, digest, progress), digest, hashing, defects)
          .verdict();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private int threads() {
    return expected.threads() > 0 ? expected.threads() : Runtime.getRuntime().availableProcessors();
  }

  /** One file that is being read. */
  private final class Reading {
    private final FileInput file;
    private final FileDigest digest;
    private final Hashing hashing;
    private final Defects defects;
    private final BlockChecker checker = new BlockChecker();
    private final Judge judge = new Judge(expected, clock);
    private final ChainWalk walk = new ChainWalk(judge, checker);
    private boolean packed;
    private CarCutter cutter;

    Reading(FileInput file, FileDigest digest, Hashing hashing, Defects defects) {
      this.file = file;
      this.digest = digest;
      this.hashing = hashing;
      this.defects = defects;
    }

    Verdict verdict() throws IOException, InterruptedException {
      packed = Arrays.equals(file.peek(ZSTD.length), ZSTD);
      String sha256 = "";
      try {
        readAll();
        sha256 = digest.finish();
        hashing.finish();
        compare(sha256);
      } catch (Enough enough) {
        hashing.finish();
        defects.add(enough.defect());
      }
      return new Verdict(
          file.count(),
          sha256,
          packed,
          cutter.bytes(),
          judge.head(),
          walk.contents(),
          judge.evidence(),
          completeness(sha256),
          defects.first(),
          defects.count());
    }

    private void readAll() throws IOException, InterruptedException {
      PackedRange range = new PackedRange(file, packed);
      try (InputStream car = packed ? new ZstdInputStreamNoFinalizer(file) : file) {
        cutter = new CarCutter(car, range, hashing, checker, walk, defects);
        cutter.cut();
      } catch (ZstdIOException damaged) {
        defects.add(badZstd(damaged));
      }
      file.drain();
    }

    private Defect badZstd(ZstdIOException damaged) {
      boolean isShort = file.hasEnded();
      return cutter.defectHere(
          isShort ? Defect.Kind.TRUNCATED : Defect.Kind.BAD_ZSTD, damaged.getMessage());
    }

    private void compare(String sha256) {
      if (expected.bytes() > 0 && expected.bytes() != file.count()) {
        add(
            Defect.Kind.WRONG_LENGTH,
            "",
            Long.toString(expected.bytes()),
            Long.toString(file.count()));
      }
      if (!expected.sha256().isEmpty() && !expected.sha256().equals(sha256)) {
        add(Defect.Kind.WRONG_DIGEST, "", expected.sha256(), sha256);
      }
      walk.missingHead()
          .filter(missing -> defects.count() == 0)
          .ifPresent(missing -> add(Defect.Kind.BAD_HEAD, missing.toString(), "", ""));
    }

    private void add(Defect.Kind kind, String cid, String wanted, String found) {
      defects.add(new Defect(kind, 0, 0, Long.MAX_VALUE, cid, wanted, found));
    }

    private Completeness completeness(String sha256) {
      if (!sha256.isEmpty() && sha256.equals(expected.sha256())) {
        return Completeness.PROVEN_BY_DIGEST;
      }
      if (defects.count() == 0 && walk.reachesGenesis()) {
        return Completeness.REACHES_GENESIS;
      }
      return defects.count() == 0 && expected.bytes() > 0
          ? Completeness.LENGTH_ONLY
          : Completeness.NOT_PROVEN;
    }
  }
}
