package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a miner of the rehearsal network something to prove. */
@Command(name = "sectors")
final class RehearsalSectorsCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "DEADLINE", descriptionKey = "sectors-deadline")
  private long deadline;

  @Parameters(index = "1", paramLabel = "COUNT", descriptionKey = "sectors-count")
  private long count;

  @Option(names = "--miner", paramLabel = "ADDRESS")
  private String miner = "";

  RehearsalSectorsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (deadline < 0 || count < 0) {
      throw new Complaint(
          Exit.USAGE,
          session.text("rehearsal.sectors.number", Long.toString(deadline), Long.toString(count)),
          "",
          "");
    }
    Rehearsal.at(session.home().rehearsal()).setSectors(miner, deadline, count);
    session.say("rehearsal.sectors", Long.toString(deadline), Long.toString(count));
    return Exit.DONE;
  }
}
