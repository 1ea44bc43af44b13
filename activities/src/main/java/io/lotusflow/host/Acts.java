package io.lotusflow.host;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import java.util.List;

/** Short commands in order: a dry run shows them, a real one runs the very same. */
public final class Acts {
  private final List<Command> commands;

  public Acts(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  public Receipt shown(String note) {
    return new Receipt(Receipt.Outcome.WOULD_DO, lines(), note);
  }

  /** Runs all of them; the first that fails ends it. */
  public Receipt run(Programs programs, Runnable heartbeat, String note) {
    commands.forEach(command -> programs.run(command, heartbeat));
    return new Receipt(Receipt.Outcome.DONE, lines(), note);
  }

  public List<String> lines() {
    return commands.stream().map(Acts::line).toList();
  }

  /** As an operator would type it. */
  public static String line(Command command) {
    return command.asRoot() && Sudo.needed() ? "sudo " + command : command.toString();
  }
}
