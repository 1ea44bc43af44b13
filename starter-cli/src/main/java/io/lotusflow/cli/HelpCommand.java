package io.lotusflow.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help run watch} is {@code run watch --help}. */
@Command(name = "help")
final class HelpCommand implements Callable<Integer> {

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", descriptionKey = "help-of")
  private List<String> names = List.of();

  HelpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine about = spec.root().commandLine();
    for (String name : names) {
      about =
          Optional.ofNullable(about.getSubcommands().get(name)).orElseThrow(() -> unknown(name));
    }
    about.usage(session.out());
    return Exit.DONE;
  }

  private CommandLine.ParameterException unknown(String name) {
    return new CommandLine.UnmatchedArgumentException(
        spec.root().commandLine(), session.text("help.unknown", name));
  }
}
