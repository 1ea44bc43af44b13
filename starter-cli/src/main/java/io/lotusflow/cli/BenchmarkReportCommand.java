package io.lotusflow.cli;

import io.lotusflow.benchmark.BenchmarkFile;
import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.benchmark.ShownTime;
import io.lotusflow.benchmark.UnreadableBenchmark;
import io.lotusflow.rehearsal.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a result that is kept here, or what {@code lotus-bench} printed; asks no server. */
@Command(name = "report")
final class BenchmarkReportCommand implements Callable<Integer> {

  private final Session session;
  private final Benchmarks kept;

  @Parameters(paramLabel = "FILE", descriptionKey = "FILE", arity = "0..1")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--compare", paramLabel = "FILE")
  private Optional<Path> compare = Optional.empty();

  @Option(names = "--wait-deals", paramLabel = "TIME")
  private Optional<String> waitDealsDelay = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--svg", paramLabel = "FILE")
  private Optional<Path> svg = Optional.empty();

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  BenchmarkReportCommand(Session session) {
    this.session = session;
    this.kept = new Benchmarks(session.home().benchmarks());
  }

  @Override
  public Integer call() {
    requireEnding(html, ".html");
    requireEnding(svg, ".svg");
    Path shown =
        file.map(given -> given.toAbsolutePath().normalize())
            .or(() -> kept.newest(node -> node.equals(Rehearsal.NODE) == rehearsal))
            .orElseThrow(() -> session.complaint(Exit.USAGE, "benchmark.none"));
    Optional<BenchmarkFile> before = compare.or(() -> kept.before(shown)).map(this::read);
    BenchmarkReading reading = new BenchmarkReading(read(shown), before, delay());
    tell(reading);
    svg.ifPresent(to -> write(to, new BenchmarkPage(session, reading).svg()));
    html.ifPresent(to -> write(to, new BenchmarkPage(session, reading).html()));
    return Exit.DONE;
  }

  private Optional<Duration> delay() {
    return waitDealsDelay.map(
        given ->
            ShownTime.fromConfiguration(given)
                .orElseThrow(() -> session.complaint(Exit.USAGE, "benchmark.delay")));
  }

  private void tell(BenchmarkReading reading) {
    if (session.wantsText()) {
      new BenchmarkText(session, reading).print();
    } else {
      session.out().println(RunsJson.text(reading.json()));
    }
    session.out().flush();
  }

  /** So that no result is overwritten by a slip. */
  private void requireEnding(Optional<Path> written, String ending) {
    if (written.filter(path -> !path.toString().endsWith(ending)).isPresent()) {
      throw session.complaint(Exit.USAGE, "benchmark.ending");
    }
  }

  private BenchmarkFile read(Path path) {
    try {
      BenchmarkFile read = BenchmarkFile.read(path);
      if (read.output().linesBefore() > 0) {
        session.say("benchmark.lines-before", path, read.output().linesBefore());
      }
      return read;
    } catch (UnreadableBenchmark unreadable) {
      String key = "benchmark.unreadable." + unreadable.why();
      throw new Complaint(
          Exit.USAGE,
          session.text("benchmark.unreadable", path),
          session.text(key + ".seen", unreadable.where()),
          session.text(key + ".todo"));
    } catch (IOException e) {
      throw failed("benchmark.unreadable", path, e);
    }
  }

  /** Whole or not at all. */
  private void write(Path to, String text) {
    try {
      Path draft = Files.createTempFile(to.toAbsolutePath().getParent(), ".benchmark", ".draft");
      Files.writeString(draft, text);
      Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
      session.say("benchmark.written", to);
    } catch (IOException e) {
      throw failed("benchmark.unwritable", to, e);
    }
  }

  private Complaint failed(String key, Path path, IOException failure) {
    return new Complaint(
        Exit.FAILED,
        session.text(key, path),
        failure.toString(),
        session.text("benchmark.path.todo"));
  }
}
