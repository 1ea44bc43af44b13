package io.lotusflow.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineReaderTest {

  @TempDir Path root;

  @Test
  void readsCpuMemoryAndDisks() throws IOException {
    write("proc/sys/kernel/hostname", "miner-1\n");
    write(
        "proc/cpuinfo",
        """
        processor\t: 0
        model name\t: AMD EPYC 7F32 8-Core Processor
        flags\t\t: fpu sse2 sha_ni avx2
        processor\t: 1
        """);
    write("proc/meminfo", "MemTotal:       131072000 kB\nMemFree: 1 kB\n");
    write(
        "proc/self/mounts",
        """
        /dev/sda2 / ext4 rw 0 0
        /dev/nvme0n1 /nv\\040me xfs rw 0 0
        tmpfs /run tmpfs rw 0 0
        /dev/sda1 /boot ext4 rw 0 0
        """);
    write("sys/class/block/sda2/queue/rotational", "1\n");
    write("sys/class/block/nvme0n1/queue/rotational", "0\n");
    Machine machine = read(Map.of());
    assertThat(machine.hostName()).isEqualTo("miner-1");
    assertThat(machine.cpu()).startsWith("AMD EPYC");
    assertThat(machine.cores()).isEqualTo(2);
    assertThat(machine.shaExtensions()).isTrue();
    assertThat(machine.memory()).isEqualTo(ByteSize.parse("125GiB"));
    assertThat(machine.mounts())
        .containsExactly(
            new Mount("/nv me", ByteSize.parse("2TiB"), true),
            new Mount("/", ByteSize.parse("1TiB"), false));
  }

  @Test
  void namesNvidiaCardsAsTheirDriverDoes() throws IOException {
    write("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t GeForce RTX 3080\n");
    write("opt/cuda/nvcc", "");
    assertThat(root.resolve("opt/cuda/nvcc").toFile().setExecutable(true)).isTrue();
    Machine machine = read(Map.of("PATH", "/usr/bin:/opt/cuda"));
    assertThat(machine.gpus()).containsExactly("GeForce RTX 3080");
    assertThat(machine.cudaCompiler()).isTrue();
  }

  @Test
  void knowsCardsWithoutADriverByTheirMaker() throws IOException {
    write("sys/bus/pci/devices/0000:01:00.0/class", "0x030000\n");
    write("sys/bus/pci/devices/0000:01:00.0/vendor", "0x1002\n");
    write("sys/bus/pci/devices/0000:02:00.0/class", "0x020000\n");
    write("sys/bus/pci/devices/0000:02:00.0/vendor", "0x10de\n");
    assertThat(read(Map.of()).gpus()).containsExactly("AMD GPU");
  }

  @Test
  void findsRepositoriesThatAreThere() throws IOException {
    Files.createDirectories(root.resolve("home/op/.lotus/keystore"));
    Files.createDirectories(root.resolve("data/miner/keystore"));
    assertThat(read(Map.of("LOTUS_MINER_PATH", "/data/miner")).lotusRepos())
        .containsExactly("/home/op/.lotus", "/data/miner");
  }

  @Test
  void managesWithNothing() {
    Machine machine = read(Map.of());
    assertThat(machine.gpus()).isEmpty();
    assertThat(machine.memory().bytes()).isZero();
  }

  @Test
  void readsThisMachine() {
    Machine machine = MachineReader.thisMachine();
    assertThat(machine.cores()).isPositive();
    assertThat(machine.memory().bytes()).isPositive();
    assertThat(machine.mounts()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true", "10.1.2.3, false", "192.168.1.2, false", "172.20.0.1, false",
    "127.0.0.1, false", "169.254.1.1, false", "100.64.0.1, false", "100.128.0.1, true"
  })
  void tellsPublicAddressesFromOthers(String address, boolean isPublic) throws IOException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
  }

  private Machine read(Map<String, String> env) {
    return new MachineReader(root, env, path -> path.equals(root) ? 1L << 40 : 1L << 41)
        .read("/home/op", false, List.of());
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
