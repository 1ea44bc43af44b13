package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the chain, and so its snapshots, larger. */
@Command(name = "grow")
final class RehearsalGrowCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;

  private final Session session;

  @Parameters(index = "0", paramLabel = "MIB", descriptionKey = "grow-mib")
  private long mebibytes;

  RehearsalGrowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rehearsal.at(session.home().rehearsal()).grow(mebibytes * MIB);
    session.say("rehearsal.grown", Long.toString(mebibytes));
    return Exit.DONE;
  }
}
