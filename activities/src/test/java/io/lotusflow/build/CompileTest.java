package io.lotusflow.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that fail, go on, are cleaned only when they must, and versions that are switched. */
class CompileTest {
  @TempDir Path folder;
  private BuildHost host;
  private Source source;

  @BeforeEach
  void checkOut() {
    host = new BuildHost(folder);
    source = host.builds.checkout(host.plans.plan());
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void goesOnWithoutCleaningAfterAFailure() throws IOException {
    Files.createDirectories(host.src.resolve("build"));
    Files.createFile(host.src.resolve("build/.fail"));
    Throwable thrown = catchThrowable(() -> compile(host.plans.plan()));
    assertThat(BuildHost.typeOf(thrown)).isEqualTo("MAKE_FAILED");
    Files.delete(host.src.resolve("build/.fail"));
    assertThat(compile(host.plans.plan()).receipt().outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(lines("build/.cleaned")).hasSize(1);
    assertThat(lines("build/.made")).hasSize(1);
  }

  @Test
  void cleansWhenTheEnvironmentChanged() throws IOException {
    compile(host.plans.plan());
    compile(host.plans.environment(Map.of("FFI_USE_MULTICORE_SDR", "0")));
    assertThat(lines("build/.cleaned")).hasSize(2);
  }

  @Test
  void givesMakeNothingButWhatThePlanAsksFor() throws IOException {
    BuildPlan plan = host.plans.environment(Map.of("GITHUB_TOKEN", "ghp_planted"));
    Compiled compiled = compile(plan);
    List<String> seen = lines("build/.environment");
    assertThat(seen)
        .contains("FFI_BUILD_FROM_SOURCE=1", "RUSTFLAGS=-C target-cpu=native -g")
        .contains("FFI_USE_OPENCL=1", "GITHUB_TOKEN=ghp_planted")
        .contains("CARGO_HOME=" + plan.toolchain().folder() + "/cargo")
        .noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("MAVEN"));
    assertThat(String.join("\n", compiled.receipt().commands())).doesNotContain("ghp_planted");
  }

  @Test
  void buildsAskedForToolsAndNamesThoseThatAreGone() {
    assertThat(compile(host.plans.tools("lotus-shed")).binaries()).contains("lotus-shed");
    assertThat(
            BuildHost.typeOf(catchThrowable(() -> compile(host.plans.tools("lotus-chainwatch")))))
        .isEqualTo("CHAINWATCH_GONE");
    assertThat(BuildHost.typeOf(catchThrowable(() -> compile(host.plans.tools("lotus-shad")))))
        .isEqualTo("TOOL_UNKNOWN");
  }

  @Test
  void switchesBackAndForthAndRefusesToOverwrite() throws IOException {
    BuildPlan plan = host.plans.plan();
    Installed one = host.builds.installVersion(plan, compile(plan));
    BuildPlan older = host.plans.ref("v1.36.1");
    source = host.builds.checkout(older);
    Installed two = host.builds.installVersion(older, compile(older));
    host.builds.switchTo(plan, one);
    host.builds.switchTo(plan, two);
    Path link = Path.of(plan.links(), "lotus");
    assertThat(link.toRealPath()).isEqualTo(Path.of(two.bin(), "lotus").toRealPath());
    assertThat(host.builds.switchTo(plan, one).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(link.toRealPath()).isEqualTo(Path.of(one.bin(), "lotus").toRealPath());
    Files.delete(link);
    Files.writeString(link, "the operator's own");
    assertThat(BuildHost.typeOf(catchThrowable(() -> host.builds.switchTo(plan, two))))
        .isEqualTo("LINK_PLACE_TAKEN");
    assertThat(link).hasContent("the operator's own");
    assertThat(Path.of(plan.currentBin()).toRealPath()).isEqualTo(Path.of(one.bin()).toRealPath());
  }

  private Compiled compile(BuildPlan plan) {
    return host.builds.compile(plan, source, BuildHost.NONE, BuildHost.NONE);
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(host.src.resolve(file));
  }
}
