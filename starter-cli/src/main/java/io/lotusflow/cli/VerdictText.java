package io.lotusflow.cli;

import io.lotusflow.chain.Defect;
import io.lotusflow.chain.NetworkEvidence;
import io.lotusflow.chain.SnapshotContents;
import io.lotusflow.chain.SnapshotHead;
import io.lotusflow.chain.Verdict;
import io.lotusflow.lotus.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A verdict on a snapshot, for people. */
final class VerdictText {
  private static final int SHOWN = 10;

  private final Session session;
  private final Path file;

  VerdictText(Session session, Path file) {
    this.session = session;
    this.file = file;
  }

  void print(Verdict verdict) {
    line(verdict.isSound() ? "verify.sound" : "verify.unsound", file);
    facts(verdict);
    verdict.defects().stream().limit(SHOWN).forEach(this::defect);
    if (verdict.defectCount() > SHOWN) {
      line("verify.more-defects", verdict.defectCount() - SHOWN);
    }
    if (verdict.isSound()) {
      line("verify." + verdict.completeness().name());
    }
  }

  private void facts(Verdict verdict) {
    SnapshotContents contents = verdict.contents();
    if (contents.carVersion() > 0) {
      line(
          verdict.zstd() ? "verify.packed" : "verify.plain",
          new ByteSize(verdict.bytes()),
          new ByteSize(verdict.unpackedBytes()),
          contents.snapshotVersion(),
          contents.blocks());
      head(verdict.head());
      network(verdict.network());
      line(
          contents.isFullChain() ? "verify.full" : "verify.pruned",
          contents.headers(),
          contents.stateRoots(),
          contents.headersWithMessages());
    }
    if (!verdict.sha256().isEmpty()) {
      line("verify.sha256", verdict.sha256());
    }
  }

  private void head(SnapshotHead head) {
    if (head.isKnown()) {
      Duration age = Duration.ofSeconds(Math.max(0, head.ageSeconds()));
      line(
          "verify.head",
          head.height(),
          Instant.ofEpochSecond(head.timestamp()),
          age.toHours(),
          age.toMinutesPart());
    }
  }

  private void network(NetworkEvidence network) {
    String name =
        network.network().isEmpty() ? session.text("verify.other-network") : network.network();
    line("verify.network." + network.source().name(), name, network.genesis());
  }

  private void defect(Defect defect) {
    String looks = "verify.looks." + defect.found();
    boolean named = defect.kind() == Defect.Kind.NOT_A_SNAPSHOT && session.hasText(looks);
    line(
        "verify.defect." + defect.kind().name(),
        defect.carOffset(),
        defect.from(),
        defect.to(),
        defect.cid(),
        defect.expected(),
        named ? session.text(looks) : defect.found());
  }

  private void line(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }
}
