package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the chain, and so its snapshots, larger. */
@Command(name = "grow")
final class RehearsalGrowCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;

  /** All of it is kept in memory and in files of this machine. */
  private static final long MOST = 100_000;

  private final Session session;

  @Parameters(index = "0", paramLabel = "MIB", descriptionKey = "grow-mib")
  private long mebibytes;

  RehearsalGrowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (mebibytes < 1 || mebibytes > MOST) {
      throw new Complaint(
          Exit.USAGE,
          session.text("rehearsal.grow.number", Long.toString(mebibytes), Long.toString(MOST)),
          "",
          "");
    }
    Rehearsal.at(session.home().rehearsal()).grow(mebibytes * MIB);
    session.say("rehearsal.grown", Long.toString(mebibytes));
    return Exit.DONE;
  }
}
