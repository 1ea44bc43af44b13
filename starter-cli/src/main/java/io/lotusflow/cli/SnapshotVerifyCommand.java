package io.lotusflow.cli;

import io.lotusflow.car.Expected;
import io.lotusflow.car.SnapshotVerifier;
import io.lotusflow.chain.Verdict;
import io.lotusflow.temporal.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a snapshot once and says what it is; asks no server, changes nothing. */
@Command(name = "verify")
final class SnapshotVerifyCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "FILE", descriptionKey = "FILE")
  private Path file;

  @Option(names = "--sha256", paramLabel = "DIGEST", defaultValue = "")
  private String sha256;

  @Option(names = "--network", paramLabel = "NAME", defaultValue = "")
  private String network;

  @Option(names = "--genesis", paramLabel = "CID", defaultValue = "")
  private String genesis;

  @Option(names = "--max-age-hours", paramLabel = "HOURS", defaultValue = "0")
  private long maximumHours;

  @Option(names = "--threads", paramLabel = "N", defaultValue = "0")
  private int threads;

  SnapshotVerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Verdict verdict = verify();
    if (session.wantsText()) {
      new VerdictText(session, file).print(verdict);
    } else {
      session.out().println(RunsJson.text(Payloads.mapper().valueToTree(verdict)));
    }
    session.out().flush();
    return verdict.isSound() ? Exit.DONE : Exit.REFUSED;
  }

  private Verdict verify() {
    try (InputStream bytes = Files.newInputStream(file)) {
      ReadingLine line = new ReadingLine(session, Files.size(file));
      Verdict verdict = new SnapshotVerifier(expected()).verify(bytes, line::show);
      line.end();
      return verdict;
    } catch (IOException e) {
      throw new Complaint(
          Exit.FAILED,
          session.text("verify.failed", file),
          e.toString(),
          session.text("verify.failed.todo"));
    }
  }

  private Expected expected() {
    return Expected.anything()
        .withSha256(sha256)
        .withNetwork(network, genesis)
        .withMaximumAge(Duration.ofHours(maximumHours))
        .withThreads(threads);
  }
}
