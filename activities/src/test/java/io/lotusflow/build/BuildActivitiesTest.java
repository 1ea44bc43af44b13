package io.lotusflow.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real git repository over HTTP to a version in use, with a real make. */
class BuildActivitiesTest {
  private static final Toolchain NONE = new Toolchain(Receipt.alreadySo(""), "1.25.7", "");

  @TempDir Path folder;
  private LotusSource source;
  private FileServer server;
  private TestActivityEnvironment temporal;
  private BuildActivities builds;
  private Plans plans;
  private Path src;

  @BeforeEach
  void serve() {
    source = new LotusSource(folder.resolve("upstream"));
    server = new FileServer(source.publish());
    Home home = new Home(folder.resolve("home"));
    temporal = TestActivityEnvironment.newInstance();
    temporal.registerActivitiesImplementations(
        new BuildActivitiesImpl(home, new Jobs(home.jobs())));
    builds =
        temporal.newActivityStub(
            BuildActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(2)).build());
    plans = Plans.in(folder.resolve("host"), server.uri() + "lotus", "v1.36.2");
    src = Path.of(plans.plan().checkout());
  }

  @AfterEach
  void stop() {
    temporal.close();
    server.close();
  }

  @Test
  void goesFromTheSourceToTheVersionInUse() throws IOException {
    BuildPlan plan = plans.plan();
    Source checkedOut = builds.checkout(plan);
    assertThat(checkedOut.receipt().outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(checkedOut.commit()).isEqualTo(source.git(source.lotus, "rev-parse", "HEAD"));
    assertThat(checkedOut.goMinimum()).isEqualTo("1.25.7");
    assertThat(checkedOut.rustToolchain()).isEqualTo("1.94.0");

    Compiled compiled = builds.compile(plan, checkedOut, NONE, NONE);
    assertThat(compiled.label())
        .isEqualTo("1.36.2+mainnet+git." + checkedOut.commit().substring(0, 7));
    assertThat(compiled.binaries()).containsExactly("lotus", "lotus-miner", "lotus-worker");

    Installed installed = builds.installVersion(plan, compiled);
    assertThat(Path.of(installed.bin(), "lotus-worker")).isExecutable();
    builds.switchTo(plan, installed);
    assertThat(folder.resolve("host/prefix/current").toRealPath())
        .isEqualTo(folder.resolve("host/prefix/versions").resolve(compiled.label()).toRealPath());
    assertThat(folder.resolve("host/links/lotus").toRealPath())
        .isEqualTo(Path.of(installed.bin(), "lotus").toRealPath());
  }

  @Test
  void findsAllOfItDoneTheSecondTimeAndTouchesNothing() {
    BuildPlan plan = plans.plan();
    run(plan);
    Map<String, String> before = Tree.of(folder.resolve("host"));
    server.asked.clear();
    assertThat(run(plan)).containsOnly(Receipt.Outcome.ALREADY_SO);
    assertThat(Tree.of(folder.resolve("host"))).isEqualTo(before);
    assertThat(server.asked).isEmpty();
  }

  @Test
  void changesNothingInADryRun() {
    BuildPlan dry = plans.dry();
    Source checkedOut = builds.checkout(dry);
    Compiled compiled = builds.compile(dry, checkedOut, NONE, NONE);
    Installed installed = builds.installVersion(dry, compiled);
    Receipt switched = builds.switchTo(dry, installed);
    assertThat(checkedOut.receipt().commands()).contains("git clone " + dry.source() + " " + src);
    assertThat(compiled.receipt().commands()).contains("make deps", "make all");
    assertThat(installed.receipt().outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(switched.outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(folder.resolve("host")).doesNotExist();
  }

  @Test
  void namesTheNearestTagsWhenThereIsNoSuchRef() {
    Throwable thrown = catchThrowable(() -> builds.checkout(plans.ref("v1.36.22")));
    assertThat(typeOf(thrown)).isEqualTo("REF_NOT_FOUND");
    assertThat(thrown).hasMessageContaining("v1.36.2");
    assertThat(src).doesNotExist();
  }

  /** What started again next would be of another version than what runs. */
  @Test
  void leavesTheLinkUnderADaemonThatRuns() throws Exception {
    BuildPlan plan = plans.plan();
    Path current = folder.resolve("host/prefix/current");
    Installed one = installed("1.36.2+x");
    Installed two = installed("1.36.3+x");
    builds.putIntoUse(plan, one);
    Files.copy(Path.of("/bin/bash"), Path.of(one.bin(), "lotus"));
    Process daemon =
        new ProcessBuilder(plan.currentBin() + "/lotus", "-c", "read x; true", "daemon").start();
    try {
      assertThat(builds.putIntoUse(plan, two).note()).contains("lotusflow upgrade run");
      assertThat(Files.readSymbolicLink(current)).hasToString("versions/1.36.2+x");
    } finally {
      daemon.destroyForcibly();
    }
    assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertThat(builds.putIntoUse(plan, two).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(Files.readSymbolicLink(current)).hasToString("versions/1.36.3+x");
  }

  private Installed installed(String label) throws IOException {
    Path bin = folder.resolve("host/prefix/versions/" + label + "/bin");
    Files.createDirectories(bin);
    return new Installed(Receipt.alreadySo(""), LotusVersion.parse(label), label, bin.toString());
  }

  private Receipt.Outcome[] run(BuildPlan plan) {
    Source checkedOut = builds.checkout(plan);
    Compiled compiled = builds.compile(plan, checkedOut, NONE, NONE);
    Installed installed = builds.installVersion(plan, compiled);
    Receipt switched = builds.switchTo(plan, installed);
    return new Receipt.Outcome[] {
      checkedOut.receipt().outcome(),
      compiled.receipt().outcome(),
      installed.receipt().outcome(),
      switched.outcome()
    };
  }

  static String typeOf(Throwable thrown) {
    Throwable at = thrown;
    while (at != null && !(at instanceof ApplicationFailure)) {
      at = at.getCause();
    }
    return at == null ? String.valueOf(thrown) : ((ApplicationFailure) at).getType();
  }
}
