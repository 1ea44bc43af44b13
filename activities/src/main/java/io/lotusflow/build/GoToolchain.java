package io.lotusflow.build;

import io.lotusflow.files.Sha256;
import io.lotusflow.host.Acts;
import io.lotusflow.host.Folders;
import io.lotusflow.network.Download;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Go that is new enough: one that is there, or one unpacked beside. */
final class GoToolchain {
  private static final Duration MOMENT = Duration.ofSeconds(20);
  private static final Duration UNPACKING = Duration.ofMinutes(10);

  private final ToolchainPlan plan;
  private final Path folder;
  private final Download download;
  private final Programs programs;
  private final Compilers compilers;
  private final Runnable heartbeat;

  GoToolchain(BuildPlan plan, Programs programs, Compilers compilers, Runnable heartbeat) {
    this.plan = plan.toolchain();
    this.folder = Path.of(plan.toolchain().folder());
    this.download = new Download(plan.access());
    this.programs = programs;
    this.compilers = compilers;
    this.heartbeat = heartbeat;
  }

  Toolchain provide(String goMinimum, boolean dryRun) {
    if (goMinimum.isEmpty()) {
      String note = dryRun ? "Go as the source will ask for" : "the source asks for no Go";
      return new Toolchain(dryRun ? Receipt.wouldDo(note) : Receipt.alreadySo(note), "", "");
    }
    GoVersion minimum = GoVersion.parse(goMinimum);
    List<Found> found = find();
    Optional<Found> suffices =
        found.stream().filter(go -> go.version.suffices(minimum)).findFirst();
    if (suffices.isPresent()) {
      return toolchain(Receipt.alreadySo(suffices.get().toString()), suffices.get());
    }
    if (!plan.install()) {
      throw BuildProblem.GO_TOO_OLD.because(minimum, found.isEmpty() ? "-" : found);
    }
    GoReleases.Archive archive = choose(minimum);
    Found wanted = new Found(folder.resolve("go" + archive.version()), archive.version());
    if (dryRun) {
      return toolchain(
          new Receipt(Receipt.Outcome.WOULD_DO, commands(archive), wanted.toString()), wanted);
    }
    Receipt done = new Receipt(Receipt.Outcome.DONE, commands(archive), wanted.toString());
    new Acts(Folders.own(folder)).run(programs, heartbeat, "");
    install(archive, wanted);
    return toolchain(done, wanted);
  }

  private record Found(Path root, GoVersion version) {
    Path bin() {
      return root.resolve("bin");
    }

    @Override
    public String toString() {
      return "go" + version + ", " + bin();
    }
  }

  private static Toolchain toolchain(Receipt receipt, Found go) {
    return new Toolchain(receipt, go.version.toString(), go.bin().toString());
  }

  /** Ours first: they were chosen for what a source asked for. */
  private List<Found> find() {
    List<Path> bins = new ArrayList<>(ours());
    bins.addAll(compilers.foldersWith("go"));
    return bins.stream().map(this::ask).flatMap(Optional::stream).toList();
  }

  private List<Path> ours() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(folder)) {
      return below
          .filter(root -> root.getFileName().toString().matches("go\\d+\\.\\d+\\.\\d+"))
          .map(root -> root.resolve("bin"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file {@code VERSION} answers at once; a Go of a distribution has none beside its bin. */
  private Optional<Found> ask(Path bin) {
    try {
      Path root = Optional.ofNullable(bin.toRealPath().getParent()).orElse(bin);
      Path version = root.resolve("VERSION");
      if (Files.isRegularFile(version)) {
        return Optional.of(new Found(root, GoVersion.parse(Files.readString(version))));
      }
      String said =
          programs
              .run(
                  Command.of(MOMENT, bin.resolve("go").toString(), "version")
                      .with(Map.of("GOTOOLCHAIN", "local"))
                      .with(countsIn(folder)),
                  heartbeat)
              .line();
      return Optional.of(new Found(root, GoVersion.parse(said)));
    } catch (CommandFailed | IllegalArgumentException unusable) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Go counts its runs in files below the home, and no setting but this one takes them elsewhere.
   */
  static Map<String, String> countsIn(Path folder) {
    return Map.of("TEST_TELEMETRY_DIR", folder.resolve("go-telemetry").toString());
  }

  private GoReleases.Archive choose(GoVersion minimum) {
    URI index = URI.create(plan.goDownloads() + "?mode=json&include=all");
    try {
      return GoReleases.parse(download.text(index), architecture())
          .best(minimum)
          .orElseThrow(() -> BuildProblem.GO_NOT_OFFERED.because(minimum, index));
    } catch (IOException e) {
      throw BuildProblem.DOWNLOAD_FAILED.because(index, e.getMessage());
    }
  }

  private void install(GoReleases.Archive archive, Found wanted) {
    URI from = URI.create(plan.goDownloads()).resolve(archive.fileName());
    Path part = folder.resolve(archive.fileName() + ".part");
    Path side = folder.resolve(wanted.root.getFileName() + ".unpacking");
    try {
      download.fetch(from, part, heartbeat);
      String actual = Sha256.hex(part);
      if (!actual.equals(archive.sha256())) {
        Files.delete(part);
        throw BuildProblem.DOWNLOAD_CORRUPT.because(from, archive.sha256(), actual);
      }
      new Acts(unpack(part, side, wanted.root)).run(programs, heartbeat, "");
      Files.delete(part);
    } catch (IOException e) {
      throw BuildProblem.DOWNLOAD_FAILED.because(from, e.getMessage());
    }
    if (ask(wanted.bin()).filter(found -> found.version.equals(wanted.version)).isEmpty()) {
      throw BuildProblem.BINARY_UNUSABLE.because(wanted.bin().resolve("go"), wanted.version);
    }
  }

  private static List<Command> unpack(Path archive, Path side, Path root) {
    return List.of(
        Command.of(UNPACKING, "rm", "-rf", side.toString()),
        Command.of(MOMENT, "mkdir", side.toString()),
        Command.of(
            UNPACKING,
            "tar",
            "--extract",
            "--gzip",
            "--no-same-owner",
            "--strip-components=1",
            "--directory=" + side,
            "--file=" + archive),
        Command.of(MOMENT, "mv", "--no-target-directory", side.toString(), root.toString()));
  }

  private List<String> commands(GoReleases.Archive archive) {
    List<String> commands = new ArrayList<>(new Acts(Folders.own(folder)).lines());
    Path file = folder.resolve(archive.fileName());
    Path root = folder.resolve("go" + archive.version());
    commands.add(
        "curl --location --output " + file + " " + plan.goDownloads() + archive.fileName());
    commands.add("sha256sum " + file + " # " + archive.sha256());
    commands.addAll(
        new Acts(unpack(file, folder.resolve(root.getFileName() + ".unpacking"), root)).lines());
    return commands;
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
