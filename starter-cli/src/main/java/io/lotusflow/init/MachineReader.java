package io.lotusflow.init;

import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Looks at Linux' own files; starts no program and asks nobody outside. */
public final class MachineReader {

  private static final Set<String> DISKS = Set.of("ext4", "ext3", "xfs", "btrfs", "zfs", "f2fs");
  private static final List<String> REPOS = List.of(".lotus", ".lotusminer", ".lotusstorage");
  private static final Map<String, String> GPU_MAKERS =
      Map.of("0x10de", "NVIDIA GPU", "0x1002", "AMD GPU");

  private final Path root;
  private final Map<String, String> env;
  private final ToLongFunction<Path> freeSpace;

  /**
   * @param root {@code /}, or what stands for it in a test
   */
  MachineReader(Path root, Map<String, String> env, ToLongFunction<Path> freeSpace) {
    this.root = root;
    this.env = Map.copyOf(env);
    this.freeSpace = freeSpace;
  }

  /** This machine, now. */
  public static Machine thisMachine() {
    return new MachineReader(Path.of("/"), System.getenv(), MachineReader::usable)
        .read(
            System.getProperty("user.home"),
            System.getProperty("user.name").equals("root"),
            PublicAddresses.ofThisMachine());
  }

  Machine read(String userHome, boolean isRoot, List<String> publicAddresses) {
    List<String> cpu = lines("proc/cpuinfo");
    return new Machine(
        firstLine("proc/sys/kernel/hostname"),
        userHome,
        isRoot,
        value(cpu, "model name"),
        (int) cpu.stream().filter(line -> line.startsWith("processor")).count(),
        List.of(value(cpu, "flags").split(" ")).contains("sha_ni"),
        memory(),
        gpus(),
        hasCudaCompiler(),
        mounts(),
        publicAddresses,
        lotusRepos(userHome),
        Stream.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
            .map(name -> env.getOrDefault(name, ""))
            .filter(proxy -> !proxy.isBlank())
            .findFirst()
            .orElse(""));
  }

  private ByteSize memory() {
    String kib = value(lines("proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return new ByteSize(kib.isEmpty() ? 0 : Long.parseLong(kib) * 1024);
  }

  /** By the driver's names where it is loaded, else by the maker's mark on the bus. */
  private List<String> gpus() {
    List<String> named =
        children("proc/driver/nvidia/gpus").stream()
            .map(gpu -> value(lines(gpu + "/information"), "Model"))
            .filter(name -> !name.isEmpty())
            .toList();
    return named.isEmpty() ? gpusOnBus() : named;
  }

  private List<String> gpusOnBus() {
    return children("sys/bus/pci/devices").stream()
        .filter(device -> firstLine(device + "/class").startsWith("0x03"))
        .map(device -> GPU_MAKERS.getOrDefault(firstLine(device + "/vendor"), ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private boolean hasCudaCompiler() {
    return Stream.concat(
            Stream.of("/usr/local/cuda/bin"), Stream.of(env.getOrDefault("PATH", "").split(":")))
        .filter(folder -> folder.startsWith("/"))
        .anyMatch(folder -> Files.isExecutable(under(folder).resolve("nvcc")));
  }

  private List<Mount> mounts() {
    return lines("proc/self/mounts").stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length > 2 && isDisk(fields[1], fields[2]))
        .map(fields -> mount(fields[0], unescaped(fields[1])))
        .sorted(Comparator.comparing(Mount::free).reversed())
        .toList();
  }

  private static boolean isDisk(String path, String type) {
    return path.equals("/")
        || (DISKS.contains(type) && !path.matches("/(boot|snap|etc|var/lib)\\b.*"));
  }

  private Mount mount(String device, String path) {
    return new Mount(path, new ByteSize(freeSpace.applyAsLong(under(path))), !turns(device));
  }

  /** A partition has no queue of its own; its disk, one folder above, has. */
  private boolean turns(String device) {
    Path block = root.resolve("sys/class/block/" + device.substring(device.lastIndexOf('/') + 1));
    try {
      Path real = block.toRealPath();
      return Stream.of(real, real.getParent())
          .map(folder -> folder.resolve("queue/rotational"))
          .anyMatch(file -> "1".equals(firstLineOf(file)));
    } catch (IOException noSuchDevice) {
      return false;
    }
  }

  private List<String> lotusRepos(String userHome) {
    Stream<String> usual = REPOS.stream().map(name -> userHome + '/' + name);
    Stream<String> named =
        Stream.of("LOTUS_PATH", "LOTUS_MINER_PATH", "LOTUS_STORAGE_PATH")
            .map(name -> env.getOrDefault(name, ""));
    return Stream.concat(usual, named)
        .filter(path -> path.startsWith("/"))
        .filter(path -> Files.isDirectory(under(path).resolve("keystore")))
        .distinct()
        .toList();
  }

  private Path under(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException notHere) {
      return List.of();
    }
  }

  private String firstLine(String file) {
    return firstLineOf(root.resolve(file));
  }

  private static String firstLineOf(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException | UncheckedIOException notHere) {
      return "";
    }
  }

  /** Below the root, sorted. */
  private List<String> children(String folder) {
    try (Stream<Path> all = Files.list(root.resolve(folder))) {
      return all.map(child -> folder + '/' + child.getFileName()).sorted().toList();
    } catch (IOException notHere) {
      return List.of();
    }
  }

  private static String value(List<String> lines, String name) {
    Optional<String> line = lines.stream().filter(text -> text.startsWith(name)).findFirst();
    return line.map(text -> text.substring(text.indexOf(':') + 1).strip()).orElse("");
  }

  private static String unescaped(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  private static long usable(Path path) {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException unreachable) {
      return 0;
    }
  }
}
