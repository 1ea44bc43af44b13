package io.lotusflow.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.host.Topology.Core;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines as folders of files, in the shape the kernel gives them. */
class TopologyReaderTest {

  @TempDir private Path root;

  @BeforeEach
  void memory() throws IOException {
    write("proc/meminfo", "MemTotal:       131072000 kB\nMemFree: 1 kB\nSwapTotal: 1048576 kB\n");
  }

  /** Numbered as on EPYC: second threads come after all first ones. */
  @Test
  void findsCoresThatShareACacheAndTheirNodes() throws IOException {
    write("sys/devices/system/cpu/online", "0-15\n");
    for (int cpu = 0; cpu < 16; cpu++) {
      int core = cpu % 8;
      int complex = core / 2;
      String cpus =
          "%d-%d,%d-%d".formatted(complex * 2, complex * 2 + 1, complex * 2 + 8, complex * 2 + 9);
      cpu(cpu, core + "," + (core + 8), core / 4, cpus);
    }
    write("sys/devices/system/node/node0/cpulist", "0-3,8-11\n");
    write("sys/devices/system/node/node1/cpulist", "4-7,12-15\n");
    write("sys/devices/system/node/has_cpu", "0-1\n");

    Topology machine = read();

    assertThat(machine.cachesKnown()).isTrue();
    assertThat(machine.cores())
        .containsExactly(
            new Core(0, 0, List.of(0, 8)),
            new Core(0, 0, List.of(1, 9)),
            new Core(0, 1, List.of(2, 10)),
            new Core(0, 1, List.of(3, 11)),
            new Core(1, 2, List.of(4, 12)),
            new Core(1, 2, List.of(5, 13)),
            new Core(1, 3, List.of(6, 14)),
            new Core(1, 3, List.of(7, 15)));
    assertThat(machine.complexes()).isEqualTo(4);
    assertThat(machine.nodes()).isEqualTo(2);
    assertThat(machine.threads()).isEqualTo(16);
    assertThat(machine.memory()).isEqualTo(ByteSize.parse("125GiB"));
    assertThat(machine.swap()).isEqualTo(ByteSize.parse("1GiB"));
    assertThat(machine.gpus()).isEmpty();
  }

  @Test
  void takesSocketsWhereCachesAreNotTold() throws IOException {
    write("sys/devices/system/cpu/online", "0-3\n");
    for (int cpu = 0; cpu < 4; cpu++) {
      cpu(cpu, Integer.toString(cpu), cpu / 2, "");
    }

    Topology machine = read();

    assertThat(machine.cachesKnown()).isFalse();
    assertThat(machine.cores()).extracting(Core::complex).containsExactly(0, 0, 1, 1);
    assertThat(machine.nodes()).isEqualTo(1);
  }

  @Test
  void countsOnlyCpusThatAreOnline() throws IOException {
    write("sys/devices/system/cpu/online", "0,2-3\n");
    cpu(0, "0-1", 0, "0-3");
    cpu(2, "2-3", 0, "0-3");
    cpu(3, "2-3", 0, "0-3");

    assertThat(read().cores())
        .containsExactly(new Core(0, 0, List.of(0)), new Core(0, 0, List.of(2, 3)));
  }

  @Test
  void managesWithCpuinfoAlone() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nprocessor\t: 1\n");

    assertThat(read().cores())
        .containsExactly(new Core(0, 0, List.of(0)), new Core(0, 0, List.of(1)));
  }

  @Test
  void namesCardsThatADriverHasTaken() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\n");
    write("sys/bus/pci/devices/0000:09:00.0/vendor", "0x10de\n");
    assertThat(read().gpus()).isEmpty();
    write("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t NVIDIA A40\nIRQ: 1\n");
    write("proc/driver/nvidia/gpus/0000:41:00.0/information", "Model: \t NVIDIA A40\nIRQ: 2\n");
    assertThat(read().gpus()).containsExactly("NVIDIA A40", "NVIDIA A40");
  }

  @Test
  void readsThisMachine() {
    Topology machine = new TopologyReader(Machine.ofThisProcess()).read();
    assertThat(machine.threads()).isEqualTo(Cpu.ofThisMachine().threads());
    assertThat(machine.memory().bytes()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0-3", "0,2", "0-1,8-9,16", "3-4,7"})
  void writesListsOfCpusAsTheKernelDoes(String list) {
    assertThat(CpuList.parse(list)).hasToString(list);
  }

  @Test
  void sortsCpusThatAreGivenInAnyOrder() {
    assertThat(CpuList.of(List.of(9, 1, 8, 0, 3))).hasToString("0-1,3,8-9");
  }

  private void cpu(int cpu, String siblings, int socket, String sharedCache) throws IOException {
    String folder = "sys/devices/system/cpu/cpu" + cpu;
    write(folder + "/topology/thread_siblings_list", siblings + '\n');
    write(folder + "/topology/physical_package_id", socket + "\n");
    write(folder + "/cache/index0/level", "1\n");
    write(folder + "/cache/index0/shared_cpu_list", siblings + '\n');
    if (!sharedCache.isEmpty()) {
      write(folder + "/cache/index3/level", "3\n");
      write(folder + "/cache/index3/shared_cpu_list", sharedCache + '\n');
    }
  }

  private Topology read() {
    return new TopologyReader(new Machine(root, "/usr/bin")).read();
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
