package io.lotusflow.host;

import io.lotusflow.host.Topology.Core;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads a topology from the kernel's own files; starts no program. */
public final class TopologyReader {
  private static final String CPUS = "sys/devices/system/cpu";

  private final Machine machine;
  private final Path root;

  /**
   * Looks at a machine.
   *
   * @param machine in whose root {@code sys} and {@code proc} lie
   */
  public TopologyReader(Machine machine) {
    this.machine = machine;
    this.root = machine.root();
  }

  /** As it is now. */
  public Topology read() {
    List<Integer> online = online();
    Map<Integer, Integer> nodes = nodes();
    Map<String, Integer> complexes = new HashMap<>();
    boolean cachesKnown = online.stream().noneMatch(cpu -> sharedCache(cpu).isEmpty());
    Set<Integer> seen = new HashSet<>();
    List<Core> cores = new ArrayList<>();
    for (int cpu : online) {
      List<Integer> threads = siblings(cpu).stream().filter(online::contains).toList();
      if (seen.add(threads.get(0))) {
        String together = cachesKnown ? sharedCache(cpu) : "socket " + socket(cpu);
        int complex = complexes.computeIfAbsent(together, unknown -> complexes.size());
        cores.add(new Core(nodes.getOrDefault(cpu, 0), complex, threads));
      }
    }
    return new Topology(
        cores, cachesKnown, machine.memory("MemTotal"), machine.memory("SwapTotal"), gpus());
  }

  private List<Integer> online() {
    List<Integer> online = CpuList.parse(line(CPUS + "/online")).cpus();
    return online.isEmpty()
        ? IntStream.range(0, Cpu.read(root.resolve("proc/cpuinfo")).threads()).boxed().toList()
        : online;
  }

  private Map<Integer, Integer> nodes() {
    Map<Integer, Integer> nodes = new HashMap<>();
    for (String name : names("sys/devices/system/node")) {
      if (name.matches("node\\d+")) {
        int node = Integer.parseInt(name.substring(4));
        CpuList.parse(line("sys/devices/system/node/" + name + "/cpulist"))
            .cpus()
            .forEach(cpu -> nodes.put(cpu, node));
      }
    }
    return nodes;
  }

  private List<Integer> siblings(int cpu) {
    List<Integer> siblings = CpuList.parse(line(of(cpu) + "/topology/thread_siblings_list")).cpus();
    return siblings.contains(cpu) ? siblings : List.of(cpu);
  }

  private String socket(int cpu) {
    return line(of(cpu) + "/topology/physical_package_id");
  }

  /** CPUs that have their L3 cache in common with this one; empty where the machine tells none. */
  private String sharedCache(int cpu) {
    String caches = of(cpu) + "/cache";
    return names(caches).stream()
        .filter(name -> line(caches + '/' + name + "/level").equals("3"))
        .map(name -> line(caches + '/' + name + "/shared_cpu_list"))
        .findFirst()
        .orElse("");
  }

  private static String of(int cpu) {
    return CPUS + "/cpu" + cpu;
  }

  /** A card without its driver computes nothing. Lotus' proofs see AMD's cards as one. */
  private List<String> gpus() {
    String folder = "proc/driver/nvidia/gpus";
    List<String> nvidia =
        names(folder).stream().map(card -> model(folder + '/' + card + "/information")).toList();
    boolean amd = Files.exists(root.resolve("sys/class/kfd/kfd/topology/nodes/1"));
    return nvidia.isEmpty() && amd ? List.of("AMD") : nvidia;
  }

  private String model(String information) {
    try (Stream<String> lines = Files.lines(root.resolve(information))) {
      return lines
          .filter(line -> line.startsWith("Model:"))
          .map(line -> line.substring(6).strip())
          .findFirst()
          .orElse("NVIDIA");
    } catch (IOException notTold) {
      return "NVIDIA";
    }
  }

  /** Empty where there is no such file. */
  private String line(String file) {
    try {
      return Files.readString(root.resolve(file)).strip();
    } catch (IOException notTold) {
      return "";
    }
  }

  private List<String> names(String folder) {
    try (Stream<Path> all = Files.list(root.resolve(folder))) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
