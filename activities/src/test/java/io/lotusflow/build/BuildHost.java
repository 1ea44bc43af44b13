package io.lotusflow.build;

import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A host that builds Lotus from a repository served over HTTP: real git, real make, real jobs. */
final class BuildHost implements AutoCloseable {
  static final Toolchain NONE = new Toolchain(Receipt.alreadySo(""), "1.25.7", "");

  final LotusSource source;
  final FileServer server;
  final BuildActivities builds;
  final Plans plans;
  final Path src;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();

  BuildHost(Path folder) {
    source = new LotusSource(folder.resolve("upstream"));
    server = new FileServer(source.publish());
    Home home = new Home(folder.resolve("home"));
    temporal.registerActivitiesImplementations(
        new BuildActivitiesImpl(home, new Jobs(home.jobs())));
    builds =
        temporal.newActivityStub(
            BuildActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(3)).build());
    plans = Plans.in(folder.resolve("host"), server.uri() + "lotus", "v1.36.2");
    src = Path.of(plans.plan().checkout());
  }

  /** Ends, at once and without a word, every git that works in the checkout. */
  int killGits() {
    int killed = 0;
    for (ProcessHandle process : gits()) {
      if (process.destroyForcibly()) {
        killed++;
      }
    }
    return killed;
  }

  private List<ProcessHandle> gits() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").contains("git"))
        .filter(process -> cwd(process).startsWith(src))
        .toList();
  }

  private static Path cwd(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
    } catch (IOException gone) {
      return Path.of("/");
    }
  }

  boolean has(String glob) {
    if (!Files.isDirectory(src)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(src)) {
      return all.anyMatch(path -> path.getFileName().toString().matches(glob));
    } catch (IOException | UncheckedIOException movedMeanwhile) {
      return false;
    }
  }

  static String typeOf(Throwable thrown) {
    Throwable at = thrown;
    while (at != null && !(at instanceof ApplicationFailure)) {
      at = at.getCause();
    }
    return at == null ? String.valueOf(thrown) : ((ApplicationFailure) at).getType();
  }

  @Override
  public void close() {
    server.slow = "";
    temporal.close();
    server.close();
  }
}
