package io.lotusflow.build;

import io.lotusflow.files.LogEnd;
import io.lotusflow.home.Home;
import io.lotusflow.host.Acts;
import io.lotusflow.host.Cpu;
import io.lotusflow.host.Folders;
import io.lotusflow.host.ShellScript;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.JobWeight;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.process.Executables;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code make clean deps <target>} and the tools that were asked for, as one job. */
final class Compile {
  private static final ShellScript SCRIPT = new ShellScript(Compile.class, "compile");
  private static final List<String> SUITE = List.of("lotus", "lotus-miner", "lotus-worker");
  private static final long LOG_LIMIT = 64L << 20;

  /** lotus-chainwatch went to another project with this release. */
  private static final LotusVersion NO_CHAINWATCH = LotusVersion.parse("1.11.2");

  private static final LotusVersion UNKNOWN_IS_NEW = LotusVersion.parse("999.0.0");

  private final BuildPlan plan;
  private final Source source;
  private final Path tree;
  private final Toolchain go;
  private final Toolchain rust;
  private final Jobs jobs;
  private final Programs programs;
  private final Home home;
  private final Runnable heartbeat;
  private final SourceFacts facts;

  Compile(
      BuildPlan plan,
      Source source,
      Toolchain go,
      Toolchain rust,
      Jobs jobs,
      Programs programs,
      Home home,
      Runnable heartbeat) {
    this.plan = plan;
    this.source = source;
    this.tree = Path.of(plan.checkout());
    this.go = go;
    this.rust = rust;
    this.jobs = jobs;
    this.programs = programs;
    this.home = home;
    this.heartbeat = heartbeat;
    this.facts = SourceFacts.of(tree);
  }

  Compiled compile() {
    BuildEnvironment environment = environment();
    String what = BuildStamp.what(source.commit(), targets(), environment.ours(), go, rust);
    Optional<BuildStamp> built =
        BuildStamp.read(tree).filter(stamp -> stamp.what().equals(what) && stamp.holds(tree));
    if (built.isPresent()) {
      return compiled(Receipt.alreadySo(built.get().label()), built.get().label());
    }
    refuseWhatIsGone();
    List<String> commands = commands(environment);
    if (plan.scope().dryRun()) {
      String note = facts.version().map(LotusVersion::toString).orElse(plan.ref());
      return compiled(new Receipt(Receipt.Outcome.WOULD_DO, commands, note), note);
    }
    Path folder = Path.of(plan.toolchain().folder());
    new Acts(Folders.own(folder)).run(programs, heartbeat, "");
    RustHomes.of(plan.toolchain()).configureCargo(plan.access(), rust.version());
    refuseMissingPrograms(environment);
    String label = make(environment, what);
    return compiled(new Receipt(Receipt.Outcome.DONE, commands, label), label);
  }

  private BuildEnvironment environment() {
    LotusVersion version = facts.version().orElse(UNKNOWN_IS_NEW);
    boolean nvcc = !Compilers.ofThisProcess().foldersWith("nvcc").isEmpty();
    if (plan.gpu() == BuildPlan.Gpu.CUDA && !nvcc) {
      throw BuildProblem.CUDA_MISSING.because("gpu = \"cuda\"");
    }
    return BuildEnvironment.of(plan, Cpu.ofThisMachine(), version, nvcc, go, rust);
  }

  private void refuseMissingPrograms(BuildEnvironment environment) {
    for (String program : List.of("make", "gcc")) {
      if (Executables.find(program, environment.all()).isEmpty()) {
        throw BuildProblem.PROGRAM_MISSING.because(program);
      }
    }
  }

  private void refuseWhatIsGone() {
    Set<String> known = facts.makeTargets();
    boolean gone = facts.version().filter(v -> v.compareTo(NO_CHAINWATCH) >= 0).isPresent();
    for (String tool : plan.tools()) {
      boolean unknown = !known.isEmpty() && !known.contains(tool);
      if (tool.endsWith("chainwatch") && (gone || unknown)) {
        throw BuildProblem.CHAINWATCH_GONE.because(tool);
      }
      if (unknown) {
        List<String> tools = known.stream().filter(name -> name.startsWith("lotus-")).toList();
        throw BuildProblem.TOOL_UNKNOWN.because(tool, String.join(", ", tools));
      }
    }
  }

  private List<String> targets() {
    List<String> targets = new ArrayList<>(List.of("deps", plan.makeTarget()));
    targets.addAll(plan.tools());
    return targets;
  }

  /** What those targets leave in the work tree. */
  private List<String> binaries() {
    String single = plan.makeTarget().replaceFirst("^[a-z0-9]+-(?=lotus)", "");
    List<String> binaries = new ArrayList<>(single.startsWith("lotus") ? List.of(single) : SUITE);
    plan.tools().stream().filter(tool -> !binaries.contains(tool)).forEach(binaries::add);
    return binaries;
  }

  private String make(BuildEnvironment environment, String what) {
    List<String> arguments =
        new ArrayList<>(List.of(tree.resolve(".git/lotusflow/cleaned-for").toString(), what));
    arguments.addAll(targets());
    JobSpec job =
        new JobSpec(
            new JobSteps(jobs).key(plan.checkout(), what),
            SCRIPT.argv(home, arguments.toArray(String[]::new)),
            tree,
            environment.all(),
            environment.confidential(),
            JobWeight.GUEST,
            LOG_LIMIT);
    new VerifiedJob(jobs).run(job, new MakeProgress(), this::problemOf, () -> verify(what));
    return BuildStamp.read(tree).orElseThrow().label();
  }

  private RuntimeException problemOf(JobExit exit) {
    String tail = new LogEnd(exit.log()).text();
    if (LogEnd.saysDiskFull(tail)) {
      return BuildProblem.BUILD_DISK_FULL.withLog(tail, tree, Folders.room(tree));
    }
    return BuildProblem.MAKE_FAILED.withLog(
        tail, String.join(" ", targets()), exit.code(), exit.log());
  }

  /** Not the exit code, but the binaries: each is there, runs, and is of the commit asked for. */
  private void verify(String what) {
    String label = "";
    for (String name : binaries()) {
      String said = new Binary(tree.resolve(name)).label(programs, heartbeat);
      label = label.isEmpty() ? said : label;
      if (Binary.commitIn(said).filter(commit -> !source.commit().startsWith(commit)).isPresent()) {
        throw BuildProblem.BINARY_OF_ANOTHER_COMMIT.because(said, source.commit());
      }
    }
    BuildStamp.of(tree, what, label, binaries()).write(tree);
  }

  private Compiled compiled(Receipt receipt, String label) {
    LotusVersion version =
        label.matches("v?\\d+\\.\\d+\\.\\d+.*")
            ? LotusVersion.parse(label)
            : new LotusVersion(0, 0, 0);
    return new Compiled(receipt, version, label, binaries());
  }

  private List<String> commands(BuildEnvironment environment) {
    List<String> commands = new ArrayList<>(List.of("cd " + tree));
    environment.shown(plan).forEach(variable -> commands.add("export " + variable));
    commands.add("make clean");
    targets().forEach(target -> commands.add("make " + target));
    return commands;
  }
}
