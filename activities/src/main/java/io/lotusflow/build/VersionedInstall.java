package io.lotusflow.build;

import io.lotusflow.host.Acts;
import io.lotusflow.host.Folders;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Copies binaries to {@code versions/<label>/bin}; a version is there whole or not at all. */
final class VersionedInstall {
  private static final Duration MOMENT = Duration.ofSeconds(30);
  private static final Duration COPYING = Duration.ofMinutes(10);
  private static final List<String> COPY = List.of("cp", "--preserve=mode,timestamps");

  private final Function<String, Path> source;
  private final Path versions;
  private final Programs programs;
  private final Runnable heartbeat;

  VersionedInstall(BuildPlan plan, Programs programs, Runnable heartbeat) {
    this(Path.of(plan.checkout())::resolve, Path.of(plan.prefix()), programs, heartbeat);
  }

  /**
   * @param source where the file of a name lies now
   */
  VersionedInstall(
      Function<String, Path> source, Path prefix, Programs programs, Runnable heartbeat) {
    this.source = source;
    this.versions = prefix.resolve("versions");
    this.programs = programs;
    this.heartbeat = heartbeat;
  }

  Installed install(Compiled compiled, boolean dryRun) {
    Path version = versions.resolve(compiled.label());
    Path bin = version.resolve("bin");
    if (compiled.binaries().stream().allMatch(name -> isSame(bin, name))) {
      return installed(Receipt.alreadySo(bin.toString()), compiled, bin);
    }
    Path side = versions.resolve(compiled.label() + ".tmp");
    Acts copy = new Acts(copy(compiled, side.resolve("bin"), version));
    Acts show = new Acts(show(compiled, side, version));
    List<String> lines = new ArrayList<>(copy.lines());
    lines.addAll(show.lines());
    if (!dryRun) {
      copy.run(programs, heartbeat, "");
      verify(compiled, side.resolve("bin"));
      show.run(programs, heartbeat, "");
    }
    Receipt.Outcome outcome = dryRun ? Receipt.Outcome.WOULD_DO : Receipt.Outcome.DONE;
    return installed(new Receipt(outcome, lines, bin.toString()), compiled, bin);
  }

  /** The copy keeps the time of change, so these two tell without reading the whole file. */
  private boolean isSame(Path bin, String name) {
    String built = BuildStamp.traits(source.apply(name));
    return !built.isEmpty() && built.equals(BuildStamp.traits(bin.resolve(name)));
  }

  private List<Command> copy(Compiled compiled, Path sideBin, Path version) {
    Path side = sideBin.getParent();
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of(MOMENT, "rm", "-rf", side.toString()));
    commands.add(Command.of(MOMENT, "install", "--directory", sideBin.toString()));
    List<String> copy = new ArrayList<>(COPY);
    copy.add("--target-directory=" + sideBin);
    for (String name : compiled.binaries()) {
      Path file = source.apply(name);
      if (file.endsWith(name)) {
        copy.add(file.toString());
      } else {
        List<String> renamed = new ArrayList<>(COPY);
        renamed.addAll(List.of("--no-target-directory", file.toString()));
        renamed.add(sideBin.resolve(name).toString());
        commands.add(Command.of(COPYING, renamed));
      }
    }
    if (copy.size() > COPY.size() + 1) {
      commands.add(Command.of(COPYING, copy));
    }
    return commands.stream().map(command -> Folders.at(version, command)).toList();
  }

  /** On disk before it can be seen. */
  private static List<Command> show(Compiled compiled, Path side, Path version) {
    List<Command> commands = new ArrayList<>();
    List<String> sync = new ArrayList<>(List.of("sync"));
    compiled.binaries().forEach(name -> sync.add(side.resolve("bin").resolve(name).toString()));
    commands.add(Command.of(COPYING, sync));
    if (!Files.exists(version)) {
      commands.add(
          Command.of(MOMENT, "mv", "--no-target-directory", side.toString(), version.toString()));
    } else {
      // The same label was built in another way: file by file, as services may run from there
      commands.add(Command.of(MOMENT, "install", "--directory", version.resolve("bin").toString()));
      for (String name : compiled.binaries()) {
        commands.add(
            Command.of(
                MOMENT,
                "mv",
                "--force",
                side.resolve("bin").resolve(name).toString(),
                version.resolve("bin").resolve(name).toString()));
      }
      commands.add(Command.of(MOMENT, "rm", "-rf", side.toString()));
    }
    return commands.stream().map(command -> Folders.at(version, command)).toList();
  }

  /** Each was started where it was built; here one shows that programs run, the rest are copies. */
  private void verify(Compiled compiled, Path bin) {
    String label = new Binary(bin.resolve(compiled.binaries().get(0))).label(programs, heartbeat);
    if (!label.equals(compiled.label())) {
      throw BuildProblem.BINARY_OF_ANOTHER_COMMIT.because(label, compiled.label());
    }
    for (String name : compiled.binaries()) {
      refuseUnlessSame(source.apply(name), bin.resolve(name));
    }
  }

  private void refuseUnlessSame(Path built, Path copy) {
    heartbeat.run();
    try {
      if (Files.mismatch(built, copy) >= 0) {
        throw BuildProblem.BINARY_UNUSABLE.because(copy, "not the same as " + built);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Installed installed(Receipt receipt, Compiled compiled, Path bin) {
    return new Installed(receipt, compiled.version(), compiled.label(), bin.toString());
  }
}
