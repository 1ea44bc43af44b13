package io.lotusflow.cli;

import io.lotusflow.temporal.PayloadKeyFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets another key of the file encrypt from now on. */
@Command(name = "use")
final class PayloadKeyUseCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "payload-key-id")
  private String id = "";

  PayloadKeyUseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    PayloadKeyFile file = PayloadKeyFile.of(session.home(), session.env());
    boolean there = PayloadKeyListCommand.ids(file).contains(id);
    if (there && session.options().dryRun()) {
      session.say("payload-key.would-use", id, file.path());
      return Exit.DONE;
    }
    if (!there || !file.use(id)) {
      throw new Complaint(
          Exit.USAGE,
          session.text("payload-key.unknown", id),
          session.text("payload-key.unknown.seen", file.path()),
          session.text("payload-key.unknown.todo"));
    }
    session.say("payload-key.rotated", id, file.path());
    return Exit.DONE;
  }
}
