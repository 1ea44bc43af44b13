package io.lotusflow.sealworker;

import io.lotusflow.host.Topology;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;
import java.util.Optional;

/**
 * A host, as one who plans seal workers for it has to know it.
 *
 * @param name of the machine
 * @param network tells machines and containers apart that do not share a loopback; another one
 *     after each boot
 * @param addresses its IPv4 addresses that others can reach
 * @param towardsMiner the one by which it reaches the miner; empty where the file with the miner's
 *     address is not there yet
 * @param folder where workers' folders are unless somebody names one
 * @param registry absolute folder in which its workers are written down
 * @param program where {@code lotus-worker} lies; empty where it is not installed
 * @param swapFileThere whether the swap that lotusflow would make is counted in the topology
 * @param room free where the workers would seal
 * @param freePorts in order
 * @param workers of all nodes
 */
public record HostSurvey(
    Receipt receipt,
    String name,
    String network,
    List<String> addresses,
    String towardsMiner,
    String folder,
    String registry,
    String program,
    boolean swapFileThere,
    ByteSize room,
    Topology topology,
    List<Integer> freePorts,
    List<Seen> workers)
    implements Reported {

  /**
   * A worker that was added there.
   *
   * @param node whose miner's it is
   * @param installed whether it has a unit; of other nodes' workers this is not asked
   * @param restarts by itself, since it was started
   * @param session by which its miner knows it; empty where it does not answer
   * @param kept the folder that it has left; empty if none is kept
   * @param minerInfo the operator's file with its miner's token; empty where that is ours
   */
  public record Seen(
      String node,
      SealWorker worker,
      boolean installed,
      boolean running,
      int restarts,
      String session,
      String kept,
      String minerInfo) {}

  public HostSurvey {
    addresses = List.copyOf(addresses);
    freePorts = List.copyOf(freePorts);
    workers = List.copyOf(workers);
  }

  /** Those of one node's miner. */
  public List<Seen> of(String node) {
    return workers.stream().filter(seen -> seen.node().equals(node)).toList();
  }

  public Optional<Seen> find(String node, String name) {
    return of(node).stream().filter(seen -> seen.worker().name().equals(name)).findFirst();
  }
}
