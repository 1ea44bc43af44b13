package io.lotusflow.doctor;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.node.DaemonPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The first peers of a network: those of another one would answer, and lead nowhere. */
public final class Bootstrappers {
  private Bootstrappers() {}

  /**
   * The settings' own; else those of the source that was built; else the ones known here. None for
   * a network that nobody knows.
   */
  public static List<String> of(InstallPlan plan) {
    List<String> own = plan.daemon().map(DaemonPlan::bootstrapPeers).orElse(List.of());
    return own.isEmpty()
        ? ofSource(plan.build()).orElseGet(() -> bundled(plan.build().network().key()))
        : own;
  }

  /** {@code mainnet.pi} since v1.4.1; before, one file for all. */
  private static Optional<List<String>> ofSource(BuildPlan build) {
    Path folder = Path.of(build.checkout(), "build", "bootstrap");
    return Stream.of(build.network().key() + ".pi", "bootstrappers.pi")
        .map(folder::resolve)
        .filter(Files::isReadable)
        .findFirst()
        .map(Bootstrappers::read)
        .filter(peers -> !peers.isEmpty());
  }

  private static List<String> read(Path file) {
    try {
      return lines(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> bundled(String network) {
    try (InputStream list =
        Bootstrappers.class.getResourceAsStream("bootstrap-" + network + ".pi")) {
      return list == null
          ? List.of()
          : lines(new String(list.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> line.startsWith("/")).toList();
  }

  /** The id at an address' end; empty for a name that stands for several. */
  public static Optional<String> peerId(String address) {
    int at = address.lastIndexOf("/p2p/");
    return at < 0 ? Optional.empty() : Optional.of(address.substring(at + "/p2p/".length()));
  }
}
