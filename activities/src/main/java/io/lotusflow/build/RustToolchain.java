package io.lotusflow.build;

import io.lotusflow.files.LogEnd;
import io.lotusflow.files.Sha256;
import io.lotusflow.host.Acts;
import io.lotusflow.host.Folders;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.network.AccessEnvironment;
import io.lotusflow.network.Download;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.network.Tool;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * rustup with the toolchain that filecoin-ffi pins: the user's, if it has it already, else one in
 * our own folder. The user's is never changed.
 */
final class RustToolchain {
  private static final String OFFICIAL_INIT =
      "https://static.rust-lang.org/rustup/dist/x86_64-unknown-linux-gnu/rustup-init";

  private final ToolchainPlan plan;
  private final NetworkAccess access;
  private final RustHomes homes;
  private final Jobs jobs;
  private final Programs programs;
  private final Compilers compilers;
  private final Runnable heartbeat;

  RustToolchain(
      BuildPlan plan, Jobs jobs, Programs programs, Compilers compilers, Runnable heartbeat) {
    this.plan = plan.toolchain();
    this.access = plan.access();
    this.homes = RustHomes.of(plan.toolchain());
    this.jobs = jobs;
    this.programs = programs;
    this.compilers = compilers;
    this.heartbeat = heartbeat;
  }

  Toolchain provide(String pinned, boolean dryRun) {
    if (pinned.isEmpty()) {
      String note = dryRun ? "Rust as the source will ask for" : "the source pins no Rust";
      return new Toolchain(dryRun ? Receipt.wouldDo(note) : Receipt.alreadySo(note), "", "");
    }
    Optional<Path> there = find(pinned);
    if (there.isPresent()) {
      return new Toolchain(
          Receipt.alreadySo("rust " + pinned + ", " + there.get()), pinned, there.get().toString());
    }
    if (!plan.install()) {
      throw BuildProblem.RUST_MISSING.because(pinned, compilers.foldersWith("rustup"));
    }
    URI init = init();
    List<String> commands = commands(init, pinned);
    String note = "rust " + pinned + ", " + homes.bin();
    if (dryRun) {
      return new Toolchain(
          new Receipt(Receipt.Outcome.WOULD_DO, commands, note), pinned, homes.bin().toString());
    }
    new Acts(Folders.own(homes.folder())).run(programs, heartbeat, "");
    install(init, pinned);
    return new Toolchain(
        new Receipt(Receipt.Outcome.DONE, commands, note), pinned, homes.bin().toString());
  }

  /** Toolchains are folders named {@code 1.94.0-x86_64-unknown-linux-gnu}. */
  private Optional<Path> find(String pinned) {
    if (Files.isExecutable(homes.bin().resolve("rustup")) && has(homes.rustup(), pinned)) {
      return Optional.of(homes.bin());
    }
    Path usersRustup = Path.of(System.getProperty("user.home"), ".rustup");
    return has(usersRustup, pinned)
        ? compilers.foldersWith("rustup").stream()
            .filter(bin -> Files.isExecutable(bin.resolve("cargo")))
            .findFirst()
        : Optional.empty();
  }

  /** Whole only with its compiler: rustup writes that folder piece by piece. */
  private static boolean has(Path rustupHome, String pinned) {
    Path toolchains = rustupHome.resolve("toolchains");
    if (!Files.isDirectory(toolchains)) {
      return false;
    }
    try (Stream<Path> all = Files.list(toolchains)) {
      return all.anyMatch(
          toolchain ->
              (toolchain.getFileName() + "-").startsWith(pinned + "-")
                  && Files.isExecutable(toolchain.resolve("bin/rustc"))
                  && Files.isExecutable(toolchain.resolve("bin/cargo")));
    } catch (IOException e) {
      return false;
    }
  }

  private void install(URI from, String pinned) {
    Path init = fetchInit(from);
    JobSpec job =
        JobSpec.of(
                new JobSteps(jobs).key(plan.folder(), pinned),
                homes.folder(),
                initArgv(init, pinned))
            .with(environment());
    new VerifiedJob(jobs)
        .run(job, new RustupProgress(), exit -> problemOf(exit, pinned), () -> verify(pinned));
  }

  private static RuntimeException problemOf(JobExit exit, String pinned) {
    String tail = new LogEnd(exit.log()).text();
    return BuildProblem.RUST_NOT_INSTALLED.withLog(
        tail, pinned, tail.strip().lines().reduce("", (before, line) -> line));
  }

  private void verify(String pinned) {
    if (find(pinned).isEmpty()) {
      throw BuildProblem.RUST_NOT_INSTALLED.because(pinned, "no toolchain in " + homes.rustup());
    }
  }

  /** Checked against the digest that lies beside it. */
  private Path fetchInit(URI from) {
    Path init = homes.folder().resolve("rustup-init");
    if (Files.isExecutable(init)) {
      return init;
    }
    Path part = homes.folder().resolve("rustup-init.part");
    try {
      String published = download().text(URI.create(from + ".sha256")).strip().split("\\s", 2)[0];
      download().fetch(from, part, heartbeat);
      String actual = Sha256.hex(part);
      if (!actual.equals(published)) {
        Files.delete(part);
        throw BuildProblem.DOWNLOAD_CORRUPT.because(from, published, actual);
      }
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(part, init, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw BuildProblem.DOWNLOAD_FAILED.because(from, e.getMessage());
    }
  }

  private Download download() {
    return new Download(access);
  }

  /** A mirror of rustup has its installer too. */
  private URI init() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    String given = plan.rustupInit();
    String chosen =
        given.equals(OFFICIAL_INIT) && !access.rustupUpdateRoot().isBlank()
            ? access.rustupUpdateRoot() + "/dist/x86_64-unknown-linux-gnu/rustup-init"
            : given;
    return URI.create(chosen.replace("x86_64-unknown", machine + "-unknown"));
  }

  private static List<String> initArgv(Path init, String pinned) {
    return List.of(
        init.toString(),
        "-y",
        "--no-modify-path",
        "--profile",
        "minimal",
        "--default-toolchain",
        pinned);
  }

  private Map<String, String> environment() {
    Map<String, String> environment =
        new TreeMap<>(AccessEnvironment.of(access, Tool.RUSTUP, Tool.CARGO));
    environment.putAll(homes.environment());
    // Ours stands beside the user's and is not put on any path
    environment.put("RUSTUP_INIT_SKIP_PATH_CHECK", "yes");
    return environment;
  }

  private List<String> commands(URI from, String pinned) {
    Path init = homes.folder().resolve("rustup-init");
    List<String> commands = new ArrayList<>(new Acts(Folders.own(homes.folder())).lines());
    commands.add("curl --location --output " + init + " " + from);
    commands.add("chmod 0755 " + init);
    List<String> line = new ArrayList<>();
    homes.environment().forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(initArgv(init, pinned));
    commands.add(String.join(" ", line));
    return commands;
  }
}
