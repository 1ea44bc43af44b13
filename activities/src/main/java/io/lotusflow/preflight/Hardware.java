package io.lotusflow.preflight;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.host.Cpu;
import io.lotusflow.host.Machine;
import io.lotusflow.host.OsRelease;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.miner.MinerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the machine is made of. */
final class Hardware {
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
  private static final String NVIDIA = "0x10de";
  private static final String AMD = "0x1002";
  private static final int FEW_THREADS = 8;

  private final Machine machine;
  private final Words words;

  Hardware(Machine machine, Words words) {
    this.machine = machine;
    this.words = words;
  }

  Finding system() {
    OsRelease os = OsRelease.read(machine.root().resolve("etc/os-release"));
    String architecture = System.getProperty("os.arch");
    if (!ARCHITECTURES.contains(architecture)) {
      return words.refuse("system", "system.architecture", os.name(), architecture);
    }
    return os.isLikeDebian()
        ? words.ok("system", os.name(), architecture)
        : words.warning("system", "system.foreign", os.name(), architecture);
  }

  /** SHA extensions make PC1 several times as fast: without them nobody seals large sectors. */
  Finding processor(InstallPlan plan) {
    Cpu cpu = Cpu.read(machine.root().resolve("proc/cpuinfo"));
    boolean seals = plan.miner().filter(miner -> Sealing.isLarge(miner.sectorSize())).isPresent();
    if (seals && !cpu.hasShaExtensions()) {
      return words.warning("processor", "processor.slow", cpu.model(), cpu.threads());
    }
    if (seals && cpu.threads() < FEW_THREADS) {
      return words.warning("processor", "processor.few", cpu.model(), cpu.threads());
    }
    boolean fromSource =
        plan.build().ffi() == BuildPlan.FfiBuild.SOURCE
            || (plan.build().ffi() == BuildPlan.FfiBuild.AUTO && cpu.hasShaExtensions());
    return words.ok(
        "processor",
        cpu.model(),
        cpu.threads(),
        cpu.hasShaExtensions() ? "sha_ni" : "-",
        fromSource ? "FFI_BUILD_FROM_SOURCE=1" : "-");
  }

  /** With the swap that is there and the swap that the plan makes. */
  Finding memory(InstallPlan plan) {
    long planned = plan.host().swap().map(ByteSize::bytes).orElse(0L);
    if (Files.exists(Path.of(plan.host().swapFile()))) {
      planned = 0;
    }
    ByteSize memory = machine.memory("MemTotal");
    ByteSize swap = new ByteSize(machine.memory("SwapTotal").bytes() + planned);
    ByteSize both = new ByteSize(memory.bytes() + swap.bytes());
    Sealing.Memory need = need(plan);
    if (both.compareTo(need.least()) < 0) {
      return words.refuse("memory", "memory.little", memory, swap, need.least(), need.good());
    }
    return both.compareTo(need.good()) < 0
        ? words.warning("memory", "memory.some", memory, swap, need.least(), need.good())
        : words.ok("memory", memory, swap, need.good());
  }

  private static Sealing.Memory need(InstallPlan plan) {
    Network network = plan.build().network();
    Sealing.Memory node =
        plan.daemon().isPresent() ? Sealing.ofNode(network) : Sealing.Memory.gib(1, 1);
    return plan.miner()
        .map(MinerPlan::sectorSize)
        .filter(size -> network != Network.REHEARSAL)
        .map(size -> Sealing.ofMiner(size).orMore(node))
        .orElse(node);
  }

  /** Graphics cards on the PCI bus, driver or not. */
  Finding gpu(InstallPlan plan) {
    List<String> vendors = cards();
    boolean seals = plan.miner().filter(miner -> Sealing.isLarge(miner.sectorSize())).isPresent();
    if (vendors.isEmpty() && seals) {
      return words.warning("gpu", "gpu.none", plan.miner().orElseThrow().sectorSize());
    }
    if (vendors.contains("NVIDIA") && !Files.exists(machine.root().resolve("proc/driver/nvidia"))) {
      return words.warning("gpu", "gpu.driver");
    }
    return vendors.isEmpty() ? words.none("gpu") : words.ok("gpu", String.join(", ", vendors));
  }

  private List<String> cards() {
    Path bus = machine.root().resolve("sys/bus/pci/devices");
    if (!Files.isDirectory(bus)) {
      return List.of();
    }
    try (Stream<Path> devices = Files.list(bus)) {
      return devices
          .filter(device -> line(device.resolve("class")).startsWith("0x03"))
          .map(device -> line(device.resolve("vendor")))
          .filter(vendor -> vendor.equals(NVIDIA) || vendor.equals(AMD))
          .map(vendor -> vendor.equals(NVIDIA) ? "NVIDIA" : "AMD")
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
