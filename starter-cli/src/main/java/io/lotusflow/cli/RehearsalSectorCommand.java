package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a sector of the rehearsed miner into any state. */
@Command(name = "sector")
final class RehearsalSectorCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NUMBER", descriptionKey = "sector-number")
  private long number;

  @Parameters(index = "1", paramLabel = "STATE", descriptionKey = "sector-state")
  private String state;

  @Option(names = "--wedged")
  private boolean wedged;

  RehearsalSectorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rehearsal.at(session.home().rehearsal()).setSectorState(number, state, wedged);
    session.say("rehearsal.sector", Long.toString(number), state);
    return Exit.DONE;
  }
}
