package io.lotusflow.cli;

import io.lotusflow.support.SupportBundle;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One file for whoever helps; works with no server, no worker and broken settings. */
@Command(name = "support-bundle")
final class SupportBundleCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Session session;

  @Option(names = "--to", paramLabel = "FILE")
  private Optional<Path> to = Optional.empty();

  SupportBundleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = "lotusflow-support-" + TIME.format(Instant.now());
    Path file = to.orElse(Path.of(name + ".tar.gz")).toAbsolutePath().normalize();
    SupportContents contents = new SupportContents(session);
    try (SupportBundle bundle = SupportBundle.create(file, name, contents.secrets())) {
      contents.writeTo(bundle);
    } catch (FileAlreadyExistsException there) {
      throw new Complaint(
          Exit.USAGE,
          session.text("support.not-written"),
          session.text("support.exists", file),
          session.text("support.exists.todo"));
    } catch (IOException failed) {
      throw new Complaint(
          Exit.FAILED,
          session.text("support.not-written"),
          failed.toString(),
          session.text("support.failed.todo"));
    }
    contents.leftOut().forEach(session.err()::println);
    session.say("support.done", file);
    session.out().println(file);
    return Exit.DONE;
  }
}
