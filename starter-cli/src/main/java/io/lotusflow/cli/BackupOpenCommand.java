package io.lotusflow.cli;

import io.lotusflow.backup.BackupReading;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lays a backup out, decrypted; needs no server and no node. */
@Command(name = "open")
final class BackupOpenCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "FOLDER", descriptionKey = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--to", paramLabel = "DIR", required = true)
  private Path to = Path.of("");

  @Option(names = "--passphrase-file", paramLabel = "FILE", defaultValue = "")
  private String passphraseFile = "";

  BackupOpenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path target = to.toAbsolutePath().normalize();
    try {
      int files =
          BackupReading.at(folder.toAbsolutePath().normalize(), passphraseFile)
              .open(target, () -> {});
      session.say("backup.opened", files, target);
      return Exit.DONE;
    } catch (ApplicationFailure refused) {
      throw BackupVerifyCommand.unusable(session, refused);
    } catch (FileAlreadyExistsException taken) {
      throw complaint("backup.place-taken", target);
    } catch (IOException failed) {
      throw complaint("backup.not-opened", failed.getMessage());
    }
  }

  private Complaint complaint(String key, Object argument) {
    return new Complaint(
        Exit.FAILED,
        session.text("backup.not-laid-out"),
        session.text(key, argument),
        session.text(key + ".todo"));
  }
}
