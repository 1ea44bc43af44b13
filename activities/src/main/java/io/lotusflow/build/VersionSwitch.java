package io.lotusflow.build;

import io.lotusflow.host.Acts;
import io.lotusflow.host.Folders;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Points {@code current}, and the links to what lies below it, at one installed version. */
final class VersionSwitch {
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final BuildPlan plan;
  private final Path current;
  private final Path currentBin;

  VersionSwitch(BuildPlan plan) {
    this.plan = plan;
    this.current = Path.of(plan.prefix(), "current");
    this.currentBin = Path.of(plan.currentBin());
  }

  Receipt to(Installed installed, Programs programs, Runnable heartbeat) {
    Path bin = Path.of(installed.bin());
    boolean dryRun = plan.scope().dryRun();
    if (!Files.isDirectory(bin) && !dryRun) {
      throw BuildProblem.VERSION_NOT_INSTALLED.because(bin);
    }
    List<Command> commands = new ArrayList<>();
    String target = "versions/" + installed.label();
    refuseTaken(current, !isLink(current) && exists(current));
    if (!pointsTo(current, Path.of(target))) {
      commands.addAll(replace(current, target));
    }
    if (!plan.links().isEmpty()) {
      commands.addAll(links(bin));
    }
    String note = current + " -> " + target;
    Acts acts = new Acts(commands);
    if (commands.isEmpty()) {
      return Receipt.alreadySo(note);
    }
    return dryRun ? acts.shown(note) : acts.run(programs, heartbeat, note);
  }

  Receipt unlessInUse(Installed installed, Programs programs, Runnable heartbeat) {
    Path target = Path.of("versions/" + installed.label());
    if (!isLink(current) || pointsTo(current, target)) {
      return to(installed, programs, heartbeat);
    }
    Optional<String> serving = new Serving(Path.of(plan.prefix())).find();
    return serving
        .map(
            what ->
                Receipt.alreadySo(
                    "built; %s -> %s stays, %s runs from it: lotusflow upgrade run switches"
                        .formatted(current, target(current), what)))
        .orElseGet(() -> to(installed, programs, heartbeat));
  }

  private List<Command> links(Path bin) {
    Path folder = Path.of(plan.links());
    List<Command> commands = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      commands.add(
          Folders.at(folder, Command.of(MOMENT, "install", "--directory", folder.toString())));
    }
    List<String> names = names(bin);
    for (String name : names) {
      Path link = folder.resolve(name);
      boolean ours = isLink(link) && target(link).startsWith(plan.prefix() + "/");
      refuseTaken(link, exists(link) && !ours);
      if (!pointsTo(link, currentBin.resolve(name))) {
        commands.addAll(replace(link, currentBin.resolve(name).toString()));
      }
    }
    leftovers(folder, names)
        .forEach(
            link ->
                commands.add(
                    Folders.at(link, Command.of(MOMENT, "rm", "--force", link.toString()))));
    return commands;
  }

  /** Links of ours to programs that this version has not. */
  private List<Path> leftovers(Path folder, List<String> names) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(link -> isLink(link) && target(link).startsWith(currentBin + "/"))
          .filter(link -> !names.contains(link.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A dry run may come before there is anything in that folder. */
  private List<String> names(Path bin) {
    if (!Files.isDirectory(bin)) {
      return List.of("lotus", "lotus-miner", "lotus-worker");
    }
    try (Stream<Path> all = Files.list(bin)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At no moment is there no link: {@code ln -sfn} would take the old one away first. */
  private static List<Command> replace(Path link, String target) {
    String side = link + ".lotusflow-new";
    return Stream.of(
            Command.of(MOMENT, "ln", "--symbolic", "--force", "--no-dereference", target, side),
            Command.of(MOMENT, "mv", "--no-target-directory", side, link.toString()))
        .map(command -> Folders.at(link, command))
        .toList();
  }

  private static void refuseTaken(Path place, boolean taken) {
    if (taken) {
      throw BuildProblem.LINK_PLACE_TAKEN.because(
          place, isLink(place) ? "-> " + target(place) : "a file");
    }
  }

  private static boolean pointsTo(Path link, Path target) {
    return isLink(link) && target(link).equals(target.toString());
  }

  private static boolean isLink(Path path) {
    return Files.isSymbolicLink(path);
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
