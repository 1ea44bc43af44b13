package io.lotusflow.cli;

import io.lotusflow.messages.Nearest;
import io.lotusflow.rehearsal.Rehearsal;
import java.util.List;
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
    if (number < 0) {
      throw new Complaint(
          Exit.USAGE, session.text("rehearsal.sector.number", Long.toString(number)), "", "");
    }
    if (!Rehearsal.sectorStates().contains(state)) {
      throw unknown(state);
    }
    Rehearsal.at(session.home().rehearsal()).setSectorState(number, state, wedged);
    session.say("rehearsal.sector", Long.toString(number), state);
    return Exit.DONE;
  }

  private Complaint unknown(String wanted) {
    List<String> known = Rehearsal.sectorStates();
    return new Complaint(
        Exit.USAGE,
        session.text("rehearsal.sector.state", wanted),
        session.text("rehearsal.sector.states", String.join(" ", known.stream().sorted().toList())),
        Nearest.to(wanted, known)
            .map(near -> session.text("schedule.did-you-mean", near))
            .orElse(""));
  }
}
