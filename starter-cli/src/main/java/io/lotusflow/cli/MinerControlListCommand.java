package io.lotusflow.cli;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.wallet.MinerPurse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owner, worker and control addresses, with what each has. */
@Command(name = "list")
final class MinerControlListCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  MinerControlListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return MinerReading.of(
        session,
        rehearsal,
        (miner, plans) -> {
          MinerPurse purse = new MinerPurse(FullNode.at(plans.node()));
          new PurseTable(session, plans.lowBalance()).show(purse.ofMiner(miner.actor()));
          return Exit.DONE;
        });
  }
}
