package io.lotusflow.cli;

import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.NodeEnvironment;
import io.lotusflow.settings.Plans;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For a pipe into a file on another host: the token is shown on no screen. */
@Command(name = "miner-info")
final class SealWorkerMinerInfoCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--miner-address", paramLabel = "HOST")
  private Optional<String> address = Optional.empty();

  SealWorkerMinerInfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    NodeApi miner = plans.miner().orElseThrow(() -> MinerReading.noMiner(session)).api();
    // A terminal that can show no colours shows a token all the same.
    if (session.screen().outIsTerminal() || Boolean.getBoolean("lotusflow.stdout.terminal")) {
      throw session.complaint(Exit.USAGE, "seal-worker.miner-info.screen");
    }
    Multiaddr seen = MinerAddress.seen(session, miner, address);
    String host = seen.host().orElseThrow();
    if (HostNetwork.isLoopback(host)) {
      session.say("seal-worker.miner-info.loopback", host);
    }
    session
        .out()
        .println(
            NodeEnvironment.apiInfo(new NodeApi(miner.repo(), seen.toString(), miner.tokenFile())));
    return Exit.DONE;
  }
}
