package io.lotusflow.build;

import io.lotusflow.network.AccessEnvironment;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.network.Tool;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Output;
import io.lotusflow.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code git} invocations that only look. Those that change something are in a job's script.
 */
final class Git {
  private static final Duration LOCAL = Duration.ofMinutes(2);
  private static final Duration REMOTE = Duration.ofMinutes(2);

  private final Programs programs;
  private final Map<String, String> environment;

  Git(Programs programs, NetworkAccess access) {
    this.programs = programs;
    this.environment = new TreeMap<>(environment(access));
    // A look must not refresh the index: a second run changes no file
    this.environment.put("GIT_OPTIONAL_LOCKS", "0");
  }

  /** For every git of ours and the gits it starts in submodules. */
  static Map<String, String> environment(NetworkAccess access) {
    Map<String, String> environment = new TreeMap<>(AccessEnvironment.of(access, Tool.GIT));
    environment.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
    return environment;
  }

  /** All branches and tags of a source, one a line; the tags also as the commits they name. */
  Output remoteRefs(String source, Runnable heartbeat) {
    return programs.run(remoteRefsCommand(source), heartbeat);
  }

  Command remoteRefsCommand(String source) {
    return Command.of(REMOTE, "git", "ls-remote", "--heads", "--tags", source).with(environment);
  }

  /** Whether the tree is one itself, and not only a part of one. */
  boolean isRepository(Path tree, Runnable heartbeat) {
    Path folder = tree.resolve(".git");
    Command ask = Command.of(LOCAL, "git", "rev-parse", "--resolve-git-dir", folder.toString());
    try {
      return Files.isDirectory(folder) && programs.run(ask, heartbeat).exit() == 0;
    } catch (CommandFailed no) {
      return false;
    }
  }

  /** Changed files that git follows, each with its two letters; not those of submodules. */
  List<String> changes(Path tree, Runnable heartbeat) {
    return status(tree, heartbeat, "--ignore-submodules=all");
  }

  /** As {@link #changes}; also a submodule that is changed or at another commit. */
  List<String> changesAnywhere(Path tree, Runnable heartbeat) {
    return status(tree, heartbeat, "--ignore-submodules=none");
  }

  private List<String> status(Path tree, Runnable heartbeat, String submodules) {
    return lines(
        in(
            tree,
            heartbeat,
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=no",
            "--no-renames",
            submodules),
        "\0");
  }

  /** The submodules that are checked out or will be: paths below {@code tree}, one level deep. */
  List<Submodule> submodules(Path tree, Runnable heartbeat) {
    Output output =
        programs.run(
            command(tree, "config", "--file", ".gitmodules", "--get-regexp", "\\.(path|url)$")
                .accepting(0, 1),
            heartbeat);
    Map<String, String> values = new TreeMap<>();
    output
        .stdout()
        .lines()
        .forEach(line -> values.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    List<Submodule> found = new ArrayList<>();
    values.forEach(
        (key, path) -> {
          if (key.endsWith(".path")) {
            String url = values.getOrDefault(key.replaceFirst("path$", "url"), "");
            found.add(new Submodule(path, url));
          }
        });
    return found;
  }

  /** What {@code .gitmodules} says of one. */
  record Submodule(String path, String url) {}

  /** One line per submodule at any depth; the first letter tells whether it is as recorded. */
  List<String> submoduleStatus(Path tree, Runnable heartbeat) {
    return lines(in(tree, heartbeat, "submodule", "status", "--recursive"), "\n");
  }

  /** Whether all of a commit is there: its trees, its files. */
  boolean isWhole(Path tree, String commit, Runnable heartbeat) {
    return programs
            .run(
                command(tree, "rev-list", "--objects", "--no-walk", "--quiet", commit)
                    .accepting(0, 1, 128),
                heartbeat)
            .exit()
        == 0;
  }

  /** The commit that a revision means here; empty if it is not here. */
  String commit(Path tree, String revision, Runnable heartbeat) {
    return programs
        .run(
            command(tree, "rev-parse", "--quiet", "--verify", revision + "^{commit}")
                .accepting(0, 1, 128),
            heartbeat)
        .line();
  }

  /** Mode, type, hash and size of a file in a revision; empty if it has none. */
  String entry(Path tree, String revision, String file, Runnable heartbeat) {
    return programs
        .run(command(tree, "ls-tree", "--long", revision, "--", file).accepting(0, 128), heartbeat)
        .line();
  }

  /** The hash that a file of the work tree would have. */
  String hashOf(Path tree, String file, Runnable heartbeat) {
    return programs.run(command(tree, "hash-object", "--", file), heartbeat).line();
  }

  private String in(Path tree, Runnable heartbeat, String... arguments) {
    return programs.run(command(tree, arguments), heartbeat).stdout();
  }

  private Command command(Path tree, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("git", "-C", tree.toString()));
    argv.addAll(List.of(arguments));
    return Command.of(LOCAL, argv).with(environment);
  }

  private static List<String> lines(String output, String separator) {
    return List.of(output.split(separator, -1)).stream().filter(line -> !line.isBlank()).toList();
  }
}
