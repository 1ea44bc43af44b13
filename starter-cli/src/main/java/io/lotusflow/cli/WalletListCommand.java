package io.lotusflow.cli;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import io.lotusflow.wallet.MinerPurse;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The miner's addresses and the daemon's keys; a miner that is down is left out. */
@Command(name = "list")
final class WalletListCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  WalletListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return NodeReading.of(session, rehearsal, this::list);
  }

  private int list(FullNode node, Plans plans) {
    Optional<String> actor = plans.miner().flatMap(miner -> actor(MinerApi.at(miner.api())));
    new PurseTable(session, plans.lowBalance()).show(new MinerPurse(node).all(actor));
    return Exit.DONE;
  }

  private Optional<String> actor(MinerApi miner) {
    try {
      return Optional.of(miner.actor());
    } catch (RpcFailed down) {
      session.say("wallet.list.no-miner", down.said());
      return Optional.empty();
    }
  }
}
