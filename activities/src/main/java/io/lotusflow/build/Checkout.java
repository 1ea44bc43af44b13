package io.lotusflow.build;

import io.lotusflow.files.LogEnd;
import io.lotusflow.home.Home;
import io.lotusflow.host.Acts;
import io.lotusflow.host.Folders;
import io.lotusflow.host.ShellScript;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobState;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Brings the checkout to the plan's ref, with its submodules. */
final class Checkout {
  private static final ShellScript SCRIPT = new ShellScript(Checkout.class, "checkout");
  private static final int NO_SUCH_COMMIT = 3;
  private static final int IN_USE = 4;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
  private static final Pattern NOT_THERE =
      Pattern.compile("not found|does not appear to be a git repository|does not exist");

  /** What git refuses in submodules unless told otherwise: local paths, and programs of its own. */
  private static final Pattern TRANSPORT = Pattern.compile("^([a-z+]+)(?:://|::)|^(/)|^(\\.\\.?/)");

  private static final Set<String> ALLOWED = Set.of("https", "http", "ssh", "git", "git+ssh");

  private final BuildPlan plan;
  private final Path tree;
  private final Jobs jobs;
  private final Programs programs;
  private final Home home;
  private final Runnable heartbeat;
  private final Git git;

  Checkout(BuildPlan plan, Jobs jobs, Programs programs, Home home, Runnable heartbeat) {
    this.plan = plan;
    this.tree = Path.of(plan.checkout());
    this.jobs = jobs;
    this.programs = programs;
    this.home = home;
    this.heartbeat = heartbeat;
    this.git = new Git(programs, plan.access());
  }

  Source bring() {
    Optional<CheckoutStamp> stamp = CheckoutStamp.read(tree).filter(this::isOfThisPlan);
    if (stamp.isPresent() && !stamp.get().moves() && isAsLeft(stamp.get())) {
      return source(Receipt.alreadySo(at(stamp.get().commit())), stamp.get().commit());
    }
    RemoteRefs remote = remoteRefs();
    String commit = remote.commitOf(plan.ref()).orElseGet(() -> bareCommit(remote));
    if (stamp.isPresent() && stamp.get().commit().equals(commit) && isAsLeft(stamp.get())) {
      return source(Receipt.alreadySo(at(commit)), commit);
    }
    JobKey key = new JobSteps(jobs).key(plan.checkout(), plan.source(), plan.ref());
    if (!runs(key)) {
      refuseWhatIsNotOurs();
    }
    if (plan.scope().dryRun()) {
      return source(new Receipt(Receipt.Outcome.WOULD_DO, commands(commit), at(commit)), commit);
    }
    new Acts(Folders.own(tree)).run(programs, heartbeat, "");
    fetchAndCheckOut(key, commit, remote);
    return source(new Receipt(Receipt.Outcome.DONE, commands(commit), at(commit)), head());
  }

  private boolean isOfThisPlan(CheckoutStamp stamp) {
    return stamp.source().equals(plan.source()) && stamp.ref().equals(plan.ref());
  }

  /** Nothing was changed since, submodules included. */
  private boolean isAsLeft(CheckoutStamp stamp) {
    try {
      return head().equals(stamp.commit()) && git.changesAnywhere(tree, heartbeat).isEmpty();
    } catch (CommandFailed broken) {
      return false;
    }
  }

  private RemoteRefs remoteRefs() {
    try {
      return RemoteRefs.parse(git.remoteRefs(plan.source(), heartbeat).stdout());
    } catch (CommandFailed failed) {
      String said =
          failed.output().map(output -> output.stderr().strip()).orElse(failed.getMessage());
      BuildProblem problem =
          NOT_THERE.matcher(said).find()
              ? BuildProblem.SOURCE_NOT_FOUND
              : BuildProblem.SOURCE_UNREACHABLE;
      throw problem.because(plan.source(), lastLine(said));
    }
  }

  private String bareCommit(RemoteRefs remote) {
    if (!COMMIT.matcher(plan.ref()).matches()) {
      throw noSuchRef(remote);
    }
    return plan.ref();
  }

  private RuntimeException noSuchRef(RemoteRefs remote) {
    return BuildProblem.REF_NOT_FOUND.because(
        plan.ref(), plan.source(), String.join(", ", remote.nearestTags(plan.ref())));
  }

  private boolean runs(JobKey key) {
    return jobs.look(key)
        .filter(
            job -> job.phase() == JobState.Phase.RUNNING || job.phase() == JobState.Phase.STARTING)
        .isPresent();
  }

  private void refuseWhatIsNotOurs() {
    if (git.isRepository(tree, heartbeat)) {
      List<String> edits = new LocalEdits(git, heartbeat).in(tree, CheckoutStamp.movingTo(tree));
      if (!edits.isEmpty()) {
        throw BuildProblem.CHECKOUT_HAS_EDITS.because(tree, few(edits));
      }
    } else if (Files.exists(tree) && !entries().isEmpty()) {
      throw BuildProblem.CHECKOUT_NOT_OURS.because(tree, few(entries()));
    }
  }

  /** A {@code .git} that is no repository is what an init has left that was killed. */
  private List<String> entries() {
    try (Stream<Path> entries = Files.list(tree)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(".git"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fetchAndCheckOut(JobKey key, String commit, RemoteRefs remote) {
    JobSpec job =
        JobSpec.of(key, tree, SCRIPT.argv(home, tree.toString(), plan.source(), commit))
            .with(Git.environment(plan.access()));
    new VerifiedJob(jobs)
        .run(job, new GitProgress(), exit -> problemOf(exit, remote), () -> verify(commit, remote));
  }

  private RuntimeException problemOf(JobExit exit, RemoteRefs remote) {
    if (exit.code() == NO_SUCH_COMMIT) {
      return noSuchRef(remote);
    }
    if (exit.code() == IN_USE) {
      return BuildProblem.CHECKOUT_IN_USE.because(tree);
    }
    String tail = new LogEnd(exit.log()).text();
    for (Git.Submodule submodule : git.submodules(tree, heartbeat)) {
      String transport = transportOf(submodule.url());
      if (!ALLOWED.contains(transport)
          && tail.contains("transport '" + transport + "' not allowed")) {
        return BuildProblem.SUBMODULE_TRANSPORT.withLog(
            tail, submodule.path(), submodule.url(), transport);
      }
    }
    if (LogEnd.saysDiskFull(tail)) {
      return BuildProblem.BUILD_DISK_FULL.withLog(tail, tree, Folders.room(tree));
    }
    return BuildProblem.CHECKOUT_FAILED.withLog(tail, tree, lastLine(tail));
  }

  private static String transportOf(String url) {
    Matcher transport = TRANSPORT.matcher(url);
    if (!transport.find()) {
      return "ssh";
    }
    return transport.group(1) == null ? "file" : transport.group(1);
  }

  /** Not the exit code, but the work tree. */
  private void verify(String commit, RemoteRefs remote) {
    String head = head();
    if (!head.startsWith(commit)) {
      throw incomplete("HEAD is " + head + " instead of " + commit);
    }
    if (!git.isWhole(tree, head, heartbeat)) {
      throw incomplete("objects of " + head + " are missing");
    }
    List<String> wrong =
        git.submoduleStatus(tree, heartbeat).stream()
            .filter(line -> line.charAt(0) != ' ')
            .toList();
    if (!wrong.isEmpty()) {
      throw incomplete(few(wrong));
    }
    List<String> changes = git.changesAnywhere(tree, heartbeat);
    if (!changes.isEmpty()) {
      throw incomplete(few(changes));
    }
    new CheckoutStamp(plan.source(), plan.ref(), head, remote.moves(plan.ref())).write(tree);
  }

  private RuntimeException incomplete(String what) {
    return BuildProblem.CHECKOUT_INCOMPLETE.because(tree, what);
  }

  /** As git has it on disk; a checkout of ours is always detached. */
  private String head() {
    try {
      Path head = tree.resolve(".git/HEAD");
      String text = Files.exists(head) ? Files.readString(head).strip() : "";
      return text.startsWith("ref:") ? git.commit(tree, "HEAD", heartbeat) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Source source(Receipt receipt, String commit) {
    SourceFacts facts = SourceFacts.of(tree);
    return new Source(receipt, commit, facts.goMinimum(), facts.rustToolchain());
  }

  private String at(String commit) {
    return plan.ref() + " = " + commit + ", " + tree;
  }

  /** What the script does, as an operator would type it. */
  private List<String> commands(String commit) {
    List<String> commands = new ArrayList<>(new Acts(Folders.own(tree)).lines());
    new TreeMap<>(plan.access().gitMirrors())
        .forEach(
            (prefix, mirror) ->
                commands.add("export git config url." + mirror + ".insteadOf=" + prefix));
    if (!Files.exists(tree.resolve(".git"))) {
      commands.add("git clone " + plan.source() + " " + tree);
    } else {
      commands.add("git -C " + tree + " fetch --force --tags " + plan.source());
    }
    commands.add("git -C " + tree + " checkout --force --detach " + commit);
    commands.add("git -C " + tree + " submodule sync --recursive");
    commands.add("git -C " + tree + " submodule update --init --recursive --force");
    return commands;
  }

  private static String few(List<String> many) {
    int shown = 8;
    return String.join(", ", many.subList(0, Math.min(shown, many.size())))
        + (many.size() > shown ? ", … (" + many.size() + ")" : "");
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce("", (before, line) -> line);
  }
}
