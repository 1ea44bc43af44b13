package io.lotusflow.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script; {@code source <(lotusflow completion bash)} makes it work. */
@Command(name = "completion")
final class CompletionCommand implements Callable<Integer> {

  /** Shells that the script works in. */
  enum Shell {
    bash,
    zsh
  }

  private final Session session;

  @Parameters(index = "0", paramLabel = "bash|zsh", descriptionKey = "shell")
  private Shell shell = Shell.bash;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine all = Commands.of(session, List.of());
    if (shell == Shell.zsh) {
      session.out().println("autoload -U +X bashcompinit && bashcompinit");
    }
    session.out().println(AutoComplete.bash("lotusflow", all));
    return Exit.DONE;
  }
}
