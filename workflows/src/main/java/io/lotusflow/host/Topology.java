package io.lotusflow.host;

import io.lotusflow.lotus.ByteSize;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a machine computes with, and what of it lies together.
 *
 * @param cores in the order of their first CPUs
 * @param cachesKnown false where the machine does not tell its L3 caches (many a virtual one): then
 *     a complex is a socket
 * @param gpus names of the graphics cards that a driver has taken
 */
public record Topology(
    List<Core> cores, boolean cachesKnown, ByteSize memory, ByteSize swap, List<String> gpus) {

  /**
   * A core.
   *
   * @param node NUMA node: whose memory is near
   * @param complex number of the group of cores that share an L3 cache
   * @param cpus its threads
   */
  public record Core(int node, int complex, List<Integer> cpus) {
    public Core {
      cpus = List.copyOf(cpus);
    }
  }

  public Topology {
    cores = List.copyOf(cores);
    gpus = List.copyOf(gpus);
  }

  /** The same with other graphics cards, or none. */
  public Topology withGpus(List<String> others) {
    return new Topology(cores, cachesKnown, memory, swap, others);
  }

  /** The same with more swap, that is to be made. */
  public Topology withMoreSwap(ByteSize planned) {
    ByteSize both = new ByteSize(swap.bytes() + planned.bytes());
    return new Topology(cores, cachesKnown, memory, both, gpus);
  }

  public int threads() {
    return Math.toIntExact(cores.stream().mapToLong(core -> core.cpus().size()).sum());
  }

  public int complexes() {
    return distinct(cores.stream().map(Core::complex));
  }

  public int nodes() {
    return distinct(cores.stream().map(Core::node));
  }

  private static int distinct(Stream<Integer> numbers) {
    return Math.toIntExact(numbers.distinct().count());
  }
}
