package io.lotusflow.chain;

import io.lotusflow.car.Expected;
import io.lotusflow.car.SnapshotVerifier;
import io.lotusflow.download.Span;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.node.DaemonPlan;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** A snapshot is read once, before anything is made of it. */
final class Proof {
  private final Expected expected;

  private Proof(Expected expected) {
    this.expected = expected;
  }

  static Proof of(SnapshotPlan plan, SnapshotSource source) {
    Network network = plan.daemon().network();
    return new Proof(
        Expected.anything()
            .withBytes(source.bytes())
            .withSha256(source.sha256())
            .withNetwork(network.key(), genesis(Path.of(plan.daemon().genesisFile())))
            .withMaximumAge(plan.fetching().maximumAge()));
  }

  /** Of what a node of this network has exported. */
  static Proof ofExport(DaemonPlan daemon) {
    String genesis = genesis(Path.of(daemon.genesisFile()));
    return new Proof(Expected.anything().withNetwork(daemon.network().key(), genesis));
  }

  /** CID of a custom network's first block; empty while the file is not there. */
  private static String genesis(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      List<String> cids =
          new SnapshotVerifier(Expected.anything()).verify(in, bytes -> {}).head().cids();
      return cids.isEmpty() ? "" : cids.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Verdict read(InputStream file) throws IOException {
    return read(file, bytes -> {});
  }

  /**
   * As {@link #read(InputStream)}.
   *
   * @param progress hears how many bytes have been read
   */
  Verdict read(InputStream file, LongConsumer progress) throws IOException {
    return new SnapshotVerifier(expected).verify(file, progress);
  }

  /** What of it may be cured by fetching it again. */
  static List<Span> damaged(Verdict verdict) {
    return verdict.defects().stream()
        .filter(Defect::hasRange)
        .map(defect -> new Span(defect.from(), defect.to()))
        .toList();
  }

  /** The first thing that is wrong is the reason; it says how many others there are. */
  static ApplicationFailure problem(Path file, Verdict verdict) {
    Defect first = verdict.defects().get(0);
    return switch (first.kind()) {
      case BAD_BLOCK ->
          SnapshotProblem.SNAPSHOT_BAD_BLOCK.because(
              file, first.from(), first.cid(), verdict.defectCount());
      case NOT_A_SNAPSHOT -> SnapshotProblem.SNAPSHOT_NOT_A_CAR.because(file, first.found());
      case WRONG_NETWORK ->
          SnapshotProblem.SNAPSHOT_WRONG_NETWORK.because(file, first.expected(), first.found());
      case TOO_OLD ->
          SnapshotProblem.SNAPSHOT_TOO_OLD.because(file, first.expected(), first.found());
      case WRONG_DIGEST ->
          SnapshotProblem.SNAPSHOT_WRONG_DIGEST.because(file, first.expected(), first.found());
      default ->
          SnapshotProblem.SNAPSHOT_MALFORMED.because(
              file, first.from(), first.kind(), first.expected(), first.found());
    };
  }

  static String note(Verdict verdict, SnapshotSource source) {
    return "%s, sha256 %s%s, %d blocks, height %d"
        .formatted(
            new ByteSize(verdict.bytes()),
            verdict.sha256(),
            source.sha256().isEmpty() ? " (none published)" : "",
            verdict.contents().blocks(),
            verdict.head().height());
  }
}
