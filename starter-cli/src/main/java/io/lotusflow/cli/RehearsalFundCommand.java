package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "fund")
final class RehearsalFundCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS", descriptionKey = "fund-address")
  private String address;

  @Parameters(index = "1", paramLabel = "FIL", descriptionKey = "fund-amount")
  private BigDecimal amount;

  RehearsalFundCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rehearsal.at(session.home().rehearsal()).fund(address, amount.toPlainString());
    session.say("rehearsal.funded", address, amount.toPlainString());
    return Exit.DONE;
  }
}
