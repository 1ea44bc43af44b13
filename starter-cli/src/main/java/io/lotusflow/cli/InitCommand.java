package io.lotusflow.cli;

import io.lotusflow.init.Asker;
import io.lotusflow.init.Init;
import io.lotusflow.init.InitRequest;
import io.lotusflow.init.MachineReader;
import io.lotusflow.init.Question;
import io.lotusflow.init.Written;
import io.lotusflow.settings.BadSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a settings file; each question can be answered beforehand by {@code --set}. */
@Command(name = "init")
final class InitCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private Map<String, String> given = Map.of();

  @Option(names = "--force")
  private boolean force;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path file = session.options().config().orElse(Planning.STANDARD).toAbsolutePath();
    Init init = new Init(MachineReader.thisMachine(), session.language(), asker());
    try {
      Written written = init.run(new InitRequest(file, given, force));
      written.remarks().forEach(session.err()::println);
      session.out().println(written.file());
      session.say("init.done", written.file());
      return Exit.DONE;
    } catch (FileAlreadyExistsException there) {
      throw session.complaint(Exit.USAGE, "init.there", file);
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }

  private Asker asker() {
    boolean nobody = session.options().noInput() || session.options().yes();
    return nobody || !session.screen().inIsTerminal() ? Asker.nobody() : this::ask;
  }

  private Optional<String> ask(Question question) {
    question.refusal().ifPresent(session.err()::println);
    session.say("init.question", question.text(), question.key(), question.proposal());
    return session.readLine();
  }
}
