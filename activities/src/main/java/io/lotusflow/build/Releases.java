package io.lotusflow.build;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the sources of a release without checking them out: checkout and build stay alone. */
public final class Releases {
  private static final Duration FETCHING = Duration.ofMinutes(10);
  private static final Duration MOMENT = Duration.ofMinutes(1);
  private static final Pattern MODULE =
      Pattern.compile("path = extern/filecoin-ffi\\s+url = (\\S+)");
  private static final String FFI = "extern/filecoin-ffi";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final BuildPlan plan;
  private final Programs programs;
  private final Path cache;
  private final Runnable heartbeat;
  private final Map<String, String> environment;

  /**
   * @param cache folder for what is fetched to look at it; some 40 MiB for each release
   */
  public Releases(BuildPlan plan, Programs programs, Path cache, Runnable heartbeat) {
    this.plan = plan;
    this.programs = programs;
    this.cache = cache.resolve("releases.git");
    this.heartbeat = heartbeat;
    this.environment = Git.environment(plan.access());
  }

  /**
   * A release as the source has it now.
   *
   * @throws io.temporal.failure.ApplicationFailure SOURCE_UNREACHABLE or REF_NOT_FOUND
   */
  public Release fetched(String ref) {
    RemoteRefs remote = remoteRefs();
    String commit =
        remote
            .commitOf(ref)
            .orElseThrow(
                () ->
                    BuildProblem.REF_NOT_FOUND.because(
                        ref, plan.source(), String.join(", ", remote.nearestTags(ref))));
    if (!Files.isDirectory(cache)) {
      run(Command.of(MOMENT, "git", "init", "--quiet", "--bare", cache.toString()));
    }
    fetch(plan.source(), commit);
    return new Release(commit, new InRepository(cache, commit)::text);
  }

  private RemoteRefs remoteRefs() {
    try {
      return RemoteRefs.parse(
          new Git(programs, plan.access()).remoteRefs(plan.source(), heartbeat).stdout());
    } catch (CommandFailed failed) {
      throw BuildProblem.SOURCE_UNREACHABLE.because(plan.source(), said(failed));
    }
  }

  /** Of the checkout of a build, which has all tags; empty if it has not this one. */
  public Optional<Release> inCheckout(String ref) {
    Path git = Path.of(plan.checkout(), ".git");
    InRepository repository = new InRepository(git, ref);
    return Files.isDirectory(git) && !repository.text("go.mod").isEmpty()
        ? Optional.of(new Release(ref, repository::text))
        : Optional.empty();
  }

  private void fetch(String from, String commit) {
    if (!new InRepository(cache, commit).has()) {
      run(git(cache, "fetch", "--quiet", "--no-tags", "--depth=1", from, commit).lasting(FETCHING));
    }
  }

  private void run(Command command) {
    try {
      programs.run(command.with(environment), heartbeat);
    } catch (CommandFailed failed) {
      throw BuildProblem.SOURCE_UNREACHABLE.because(plan.source(), said(failed));
    }
  }

  private static String said(CommandFailed failed) {
    return failed
        .output()
        .map(output -> output.stderr().strip().lines().reduce("", (before, line) -> line))
        .orElse(failed.getMessage());
  }

  private static Command git(Path repository, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("git", "--git-dir=" + repository));
    argv.addAll(List.of(arguments));
    return Command.of(MOMENT, argv);
  }

  /** Files of one commit. */
  private final class InRepository {
    private final Path repository;
    private final String revision;
    private final Map<String, String> read = new LinkedHashMap<>();

    InRepository(Path repository, String revision) {
      this.repository = repository;
      this.revision = revision;
    }

    boolean has() {
      return programs
              .run(
                  git(repository, "cat-file", "-e", revision + "^{commit}")
                      .accepting(0, 1, 128)
                      .with(environment),
                  heartbeat)
              .exit()
          == 0;
    }

    String text(String file) {
      return read.computeIfAbsent(file, this::show);
    }

    private String show(String file) {
      return file.startsWith(FFI + '/')
          ? ffi(file.substring(FFI.length() + 1))
          : shown(revision, file);
    }

    private String shown(String revision, String file) {
      return programs
          .run(
              git(repository, "show", revision + ':' + file).accepting(0, 128).with(environment),
              heartbeat)
          .stdout();
    }

    /**
     * The submodule's commit, fetched beside; a repository that has it not is asked nothing more.
     */
    private String ffi(String file) {
      String entry =
          programs
              .run(
                  git(repository, "ls-tree", revision, FFI).accepting(0, 128).with(environment),
                  heartbeat)
              .stdout();
      Matcher commit = COMMIT.matcher(entry);
      Matcher module = MODULE.matcher(shown(revision, ".gitmodules"));
      if (!repository.equals(cache) || !commit.find() || !module.find()) {
        return "";
      }
      try {
        fetch(resolved(module.group(1)), commit.group());
      } catch (io.temporal.failure.ApplicationFailure notThere) {
        return "";
      }
      return shown(commit.group(), file);
    }
  }

  /** Submodules may name their place relative to ours. */
  private String resolved(String url) {
    if (!url.startsWith("../")) {
      return url;
    }
    if (plan.source().startsWith("/")) {
      return Path.of(plan.source()).resolve(url).normalize().toString();
    }
    return URI.create(plan.source() + '/').resolve(url).toString();
  }
}
