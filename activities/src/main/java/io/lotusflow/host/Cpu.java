package io.lotusflow.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The processor as {@code /proc/cpuinfo} describes it.
 *
 * @param flags its instruction sets, such as {@code sha_ni}
 * @param threads how many run at a time
 */
public record Cpu(String model, Set<String> flags, int threads) {

  /** The processor of this machine. */
  public static Cpu ofThisMachine() {
    return read(Path.of("/proc/cpuinfo"));
  }

  /** Reads a file of that form. */
  public static Cpu read(Path cpuinfo) {
    try {
      List<String> lines = Files.readAllLines(cpuinfo);
      long threads = lines.stream().filter(line -> line.startsWith("processor")).count();
      String flags = value(lines, "flags");
      return new Cpu(
          value(lines, "model name"),
          Set.copyOf(
              List.of((flags.isEmpty() ? value(lines, "Features") : flags).split("\\s+", -1))),
          (int) threads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What decides whether filecoin-ffi is built from source: {@code sha2} is ARM's word for it. */
  public boolean hasShaExtensions() {
    return flags.contains("sha_ni") || flags.contains("sha2");
  }

  /** Without ADX the usual build of blst stops with an illegal instruction. */
  public boolean hasAdx() {
    return flags.contains("adx") || flags.contains("asimd");
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
