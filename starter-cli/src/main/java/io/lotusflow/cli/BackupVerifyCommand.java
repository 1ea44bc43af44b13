package io.lotusflow.cli;

import io.lotusflow.backup.BackupReading;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Problem;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a backup back itself; needs no server and no node. */
@Command(name = "verify")
final class BackupVerifyCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "FOLDER", descriptionKey = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--passphrase-file", paramLabel = "FILE", defaultValue = "")
  private String passphraseFile = "";

  BackupVerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BackupReading.Found found;
    try {
      found = BackupReading.at(folder.toAbsolutePath().normalize(), passphraseFile).look(() -> {});
    } catch (ApplicationFailure refused) {
      throw unusable(session, refused);
    }
    if (!session.wantsText()) {
      session.out().println(RunsJson.text(RunsJson.MAPPER.valueToTree(found)));
    } else {
      tell(found);
    }
    return found.faults().isEmpty() ? Exit.DONE : Exit.FAILED;
  }

  /** For whoever reads a backup without a run. */
  static Complaint unusable(Session session, ApplicationFailure refused) {
    Object[] arguments = refused.getDetails().get(Problem.Details.class).arguments().toArray();
    Messages problems = Messages.in(session.language(), "problems");
    return new Complaint(
        Exit.FAILED,
        session.text("backup.unusable"),
        problems.text(refused.getType() + ".seen", arguments),
        problems.text(refused.getType() + ".fix", arguments));
  }

  private void tell(BackupReading.Found found) {
    say("backup.found", found.node(), found.made(), found.files(), new ByteSize(found.bytes()));
    if (found.encrypted()) {
      say(found.decrypted() ? "backup.decrypted" : "backup.only-digests");
    }
    found.without().forEach(part -> say("backup.without", part));
    found.faults().forEach(fault -> say("backup.fault", fault));
    if (found.faults().isEmpty()) {
      say("backup.whole");
    }
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }
}
