package io.lotusflow.rehearsal.suite.cli;

import java.io.PrintStream;

/** One call of a command: the flags before it, its own, and where it writes. */
public record Invocation(Arguments globals, Arguments arguments, PrintStream out, PrintStream err) {
  public boolean isTrue(String flag) {
    return arguments.isTrue(flag);
  }
}
