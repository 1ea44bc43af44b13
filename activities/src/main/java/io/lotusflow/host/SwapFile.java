package io.lotusflow.host;

import io.lotusflow.files.LogEnd;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.job.LineProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A swap file that is on, above all other swap, and on again after a reboot. */
final class SwapFile {
  private static final ShellScript SCRIPT = new ShellScript(SwapFile.class, "swapfile");
  private static final Duration MOMENT = Duration.ofMinutes(1);

  /** Ends its first page. */
  private static final String SIGNATURE = "SWAPSPACE2";

  private static final int PAGE = 4096;

  /** What a system needs to go on breathing beside a file that takes all the rest. */
  private static final long RESERVE = 1L << 30;

  private static final Set<String> UNFIT = Set.of("nfs", "nfs4", "zfs", "overlay", "tmpfs", "fuse");

  private final HostPlan plan;
  private final Path file;
  private final Machine machine;
  private final Home home;
  private final Jobs jobs;
  private final Programs programs;
  private final Runnable heartbeat;

  SwapFile(
      HostPlan plan, Machine machine, Home home, Jobs jobs, Programs programs, Runnable heartbeat) {
    this.plan = plan;
    this.file = Path.of(plan.swapFile());
    this.machine = machine;
    this.home = home;
    this.jobs = jobs;
    this.programs = programs;
    this.heartbeat = heartbeat;
  }

  Receipt make(ByteSize size) {
    Swaps swaps = Swaps.read(machine.swaps());
    Fstab fstab = Fstab.read(machine.fstab());
    boolean there = isThere(size);
    Optional<Integer> on = swaps.priorityOf(file);
    int priority = on.orElse(swaps.above());
    String note = file + ", " + size + ", pri=" + priority;
    if (there && on.isPresent() && fstab.mentions(file)) {
      return Receipt.alreadySo(note);
    }
    if (!there) {
      refuseWhereItCannotBe(size);
    }
    List<String> lines = new ArrayList<>();
    if (!there) {
      lines.addAll(makingLines(size));
    }
    Command swapon = command("swapon", "--priority", Integer.toString(priority), file.toString());
    if (on.isEmpty()) {
      lines.add(Acts.line(swapon));
    }
    List<Command> entering = fstab.mentions(file) ? List.of() : enter(fstab, priority);
    lines.addAll(new Acts(entering).lines());
    if (plan.scope().dryRun()) {
      return new Receipt(Receipt.Outcome.WOULD_DO, lines, note);
    }
    HostProblem.requireRoot(lines.get(0));
    if (!there) {
      runScript(size);
    }
    if (on.isEmpty()) {
      turnOn(swapon);
    }
    if (!entering.isEmpty()) {
      draft(fstab.with(file, priority));
      run(entering);
    }
    return new Receipt(Receipt.Outcome.DONE, lines, note);
  }

  /** Takes back what {@link #make} did; swap of the operator's own stays. */
  Receipt remove() {
    Fstab fstab = Fstab.read(machine.fstab());
    boolean ours = fstab.hasOurs(file);
    String note = file.toString();
    if (!ours) {
      return Receipt.alreadySo(note);
    }
    List<Command> commands = new ArrayList<>();
    if (Swaps.read(machine.swaps()).priorityOf(file).isPresent()) {
      commands.add(command("swapoff", file.toString()));
    }
    commands.add(command("rm", "--force", file.toString()));
    commands.addAll(replaceFstab()); // last: as long as it stands there, there is something to do
    Acts acts = new Acts(commands);
    if (plan.scope().dryRun()) {
      return acts.shown(note);
    }
    HostProblem.requireRoot(acts.lines().get(0));
    draft(fstab.without());
    return acts.run(programs, heartbeat, note);
  }

  /** Right size and a swap signature: whole, as it comes to its place only then. */
  private boolean isThere(ByteSize size) {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      if (Files.isRegularFile(file) && Files.size(file) == size.bytes() && hasSignature()) {
        return true;
      }
      String what =
          Files.isRegularFile(file) ? new ByteSize(Files.size(file)).toString() : "no regular file";
      throw HostProblem.SWAP_FILE_FOREIGN.because(file, size, what);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that only root may read is root's, and of the right size: it is believed. */
  private boolean hasSignature() throws IOException {
    if (!Files.isReadable(file)) {
      return true;
    }
    try (RandomAccessFile swap = new RandomAccessFile(file.toFile(), "r")) {
      byte[] signature = new byte[SIGNATURE.length()];
      swap.seek(PAGE - signature.length);
      return swap.read(signature) == signature.length
          && new String(signature, StandardCharsets.US_ASCII).equals(SIGNATURE);
    }
  }

  private void refuseWhereItCannotBe(ByteSize size) {
    try {
      FileStore store = Files.getFileStore(Folders.nearestThere(file));
      if (UNFIT.contains(store.type())) {
        throw HostProblem.SWAP_FILE_SYSTEM.because(file, store.type());
      }
      long free = store.getUsableSpace() + unfinished();
      if (free < size.bytes() + RESERVE) {
        throw HostProblem.SWAP_NO_SPACE.because(file, size, new ByteSize(free));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an attempt that was killed took, and the next one gives back first. */
  private long unfinished() throws IOException {
    Path making = Path.of(file + ".lotusflow-making");
    return Files.exists(making) ? Files.size(making) : 0;
  }

  private String fileSystem() {
    try {
      return Files.getFileStore(Folders.nearestThere(file)).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runScript(ByteSize size) {
    List<String> script =
        SCRIPT.argv(home, file.toString(), Long.toString(size.bytes()), fileSystem());
    JobSpec job =
        JobSpec.of(
                new JobSteps(jobs).key(file.toString(), size), home.folder(), Sudo.prefix(script))
            .with(machine.environment());
    JobExit exit = new JobSteps(jobs).runAsStep(job, LineProgress.lastLine());
    String tail = new LogEnd(exit.log()).text();
    if (!exit.succeeded()) {
      throw HostProblem.SWAP_FAILED.withLog(tail, file, lastLine(tail));
    }
    if (!isThere(size)) {
      jobs.forget(job.key());
      throw HostProblem.SWAP_FAILED.withLog(tail, file, "?");
    }
  }

  private void turnOn(Command swapon) {
    try {
      programs.run(swapon, heartbeat);
    } catch (CommandFailed refused) {
      throw HostProblem.SWAP_FAILED.because(file, lastLine(refused.getMessage()));
    }
    if (Swaps.read(machine.swaps()).priorityOf(file).isEmpty()) {
      throw HostProblem.SWAP_FAILED.because(file, machine.swaps());
    }
  }

  private List<Command> enter(Fstab fstab, int priority) {
    return fstab.with(file, priority).equals(fstab) ? List.of() : replaceFstab();
  }

  /** A whole file under another name, on disk, and only then in its place. */
  private List<Command> replaceFstab() {
    Path fstab = machine.fstab();
    String side = fstab + ".lotusflow-new";
    return List.of(
        command("cp", "--preserve=all", fstab.toString(), fstab + ".lotusflow-before"),
        command("install", "--mode=0644", draftFile().toString(), side),
        command("sync", side),
        command("mv", "--no-target-directory", side, fstab.toString()));
  }

  private Path draftFile() {
    return home.folder().resolve("cache/fstab");
  }

  private void draft(Fstab fstab) {
    try {
      Files.createDirectories(home.cache());
      Files.write(draftFile(), fstab.lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(List<Command> commands) {
    new Acts(commands).run(programs, heartbeat, "");
  }

  private Command command(String... argv) {
    return Command.of(MOMENT, argv).with(machine.environment()).withRoot();
  }

  private List<String> makingLines(ByteSize size) {
    String side = file + ".lotusflow-making";
    List<Command> commands = new ArrayList<>();
    commands.add(command("install", "--mode=0600", "/dev/null", side));
    commands.add(command("fallocate", "--length", Long.toString(size.bytes()), side));
    commands.add(command("mkswap", side));
    commands.add(command("mv", "--no-target-directory", side, file.toString()));
    return new Acts(commands).lines();
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce("", (before, line) -> line);
  }
}
