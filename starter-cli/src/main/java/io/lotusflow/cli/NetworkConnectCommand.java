package io.lotusflow.cli;

import io.lotusflow.doctor.Bootstrappers;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Connects the daemon to the first peers of its network, or to the ones named. */
@Command(name = "connect")
final class NetworkConnectCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "MULTIADDR", descriptionKey = "network-peers")
  private List<String> named = List.of();

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  NetworkConnectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    InstallPlan plan = plans.install();
    DaemonPlan daemon =
        plan.daemon().orElseThrow(() -> session.complaint(Exit.USAGE, "network.no-daemon"));
    List<String> peers = named.isEmpty() ? Bootstrappers.of(plan) : named;
    if (peers.isEmpty()) {
      throw session.complaint(Exit.USAGE, "network.no-peers");
    }
    Lotus lotus = new Lotus(Path.of(daemon.binary()), daemon.api());
    if (session.options().dryRun()) {
      peers.forEach(peer -> session.out().println(lotus.connect(peer)));
      return Exit.DONE;
    }
    return connect(lotus, peers);
  }

  /** One after the other: Lotus gives up at the first that fails. */
  private int connect(Lotus lotus, List<String> peers) {
    FullNode node = FullNode.at(lotus.node());
    try {
      int connected = 0;
      for (String peer : peers) {
        boolean done = isConnected(node, peer) || dial(node, lotus, peer);
        session.out().println((done ? "[+] " : "[!] ") + peer);
        session.out().flush();
        connected += done ? 1 : 0;
      }
      session.say("network.connected", connected, peers.size(), node.peers());
      return connected > 0 ? Exit.DONE : Exit.FAILED;
    } catch (RpcFailed silent) {
      throw NodeReading.silent(session, silent, "node.silent");
    }
  }

  /** Lotus says "success" also where it was connected before: who is there tells. */
  private static boolean dial(FullNode node, Lotus lotus, String peer) {
    try {
      new Programs().run(lotus.connect(peer));
      return Bootstrappers.peerId(peer).isEmpty() || isConnected(node, peer);
    } catch (CommandFailed unreachable) {
      return false;
    }
  }

  private static boolean isConnected(FullNode node, String peer) {
    Set<String> ids = node.peerIds();
    return Optional.of(peer).flatMap(Bootstrappers::peerId).filter(ids::contains).isPresent();
  }
}
