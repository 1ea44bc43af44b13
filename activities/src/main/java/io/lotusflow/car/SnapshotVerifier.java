package io.lotusflow.car;

import io.lotusflow.chain.Completeness;
import io.lotusflow.chain.NetworkEvidence;
import io.lotusflow.chain.SnapshotContents;
import io.lotusflow.chain.SnapshotHead;
import io.lotusflow.chain.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/** Proves a snapshot while its bytes pass by, once and in order, in constant memory. */
public final class SnapshotVerifier {
  private static final int CHUNK = 1 << 18;

  private final Expected expected;

  public SnapshotVerifier(Expected expected) {
    this.expected = expected;
  }

  /**
   * Reads the stream to its end, or to the first defect that makes the rest worthless. Everything
   * wrong with the snapshot is in the verdict; an interrupted thread ends it with an {@link
   * java.io.InterruptedIOException}.
   *
   * @param progress hears, in this thread, how many bytes of the file have been read
   * @throws IOException only if the stream itself throws it, as it came
   */
  public Verdict verify(InputStream bytes, LongConsumer progress) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] chunk = new byte[CHUNK];
    long read = 0;
    for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
      sha256.update(chunk, 0, n);
      read += n;
      progress.accept(read);
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    return new Verdict(
        read,
        digest,
        false,
        read,
        SnapshotHead.unknown(),
        SnapshotContents.none(),
        NetworkEvidence.none(),
        digest.equals(expected.sha256()) ? Completeness.PROVEN_BY_DIGEST : Completeness.NOT_PROVEN,
        List.of(),
        0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
