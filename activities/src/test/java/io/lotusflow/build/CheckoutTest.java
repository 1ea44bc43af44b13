package io.lotusflow.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout that is killed, moved, edited, mirrored. */
class CheckoutTest {
  @TempDir Path folder;
  private BuildHost host;

  @BeforeEach
  void serve() {
    host = new BuildHost(folder);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void goesOnAfterGitWasKilledInTheMiddleOfTheClone() throws IOException {
    host.server.slow = "lotus/objects/pack";
    CompletableFuture<Throwable> first =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> host.builds.checkout(host.plans.plan())));
    await().atMost(Duration.ofSeconds(60)).until(() -> host.has(".*\\.pack\\.temp|tmp_pack.*"));
    assertThat(host.killGits()).isPositive();
    assertThat(BuildHost.typeOf(first.join())).isEqualTo("CHECKOUT_FAILED");
    Files.createFile(host.src.resolve(".git/index.lock"));
    Files.createFile(host.src.resolve(".git/shallow.lock"));
    host.server.slow = "";
    assertIsWhole(host.builds.checkout(host.plans.plan()));
  }

  @Test
  void goesOnAfterGitWasKilledBeforeThereWasARepository() throws IOException {
    Files.createDirectories(host.src.resolve(".git/objects"));
    Files.createFile(host.src.resolve(".git/config.lock"));
    assertIsWhole(host.builds.checkout(host.plans.plan()));
  }

  /** Objects come first, and the commit is whole with them. */
  @Test
  void fetchesAgainWhenItWasKilledBeforeTheTagsWereWritten() throws IOException {
    host.builds.checkout(host.plans.plan());
    host.source.git(host.src, "tag", "--delete", "v1.36.2");
    Files.delete(host.src.resolve(".git/lotusflow/complete"));
    Files.createFile(host.src.resolve(".git/lotusflow/fetching"));
    assertIsWhole(host.builds.checkout(host.plans.plan()));
    assertThat(host.source.git(host.src, "describe", "--tags")).isEqualTo("v1.36.2");
    assertThat(host.has(".*/fetching")).isFalse();
  }

  @Test
  void clonesASubmoduleAnewThatWasLeftHalfCloned() throws IOException {
    host.builds.checkout(host.plans.plan());
    Path modules = host.src.resolve(".git/modules/extern/filecoin-ffi");
    Files.writeString(modules.resolve("HEAD"), "ref: refs/heads/none\n");
    delete(modules.resolve("objects/pack"));
    Files.delete(host.src.resolve("extern/filecoin-ffi/README.md"));
    assertIsWhole(host.builds.checkout(host.plans.plan()));
  }

  @Test
  void refusesLocalEditsAlsoInSubmodulesAndKeepsThem() throws IOException {
    host.builds.checkout(host.plans.plan());
    Path edited = host.src.resolve("extern/filecoin-ffi/README.md");
    Files.writeString(edited, "my own");
    Throwable thrown = catchThrowable(() -> host.builds.checkout(host.plans.ref("v1.36.1")));
    assertThat(BuildHost.typeOf(thrown)).isEqualTo("CHECKOUT_HAS_EDITS");
    assertThat(thrown).hasStackTraceContaining("extern/filecoin-ffi/README.md");
    assertThat(edited).hasContent("my own");
  }

  @Test
  void takesWhatItsOwnUnfinishedCheckoutLeftForNoEdit() throws IOException {
    host.builds.checkout(host.plans.ref("v1.36.1"));
    String next = host.source.git(host.source.lotus, "rev-parse", "HEAD");
    Files.delete(host.src.resolve(".git/lotusflow/complete"));
    Files.writeString(host.src.resolve(".git/lotusflow/moving-to"), next);
    Files.delete(host.src.resolve("go.mod"));
    Files.createFile(host.src.resolve("CHANGELOG.md"));
    assertIsWhole(host.builds.checkout(host.plans.plan()));
  }

  @Test
  void refusesAFolderWithOtherThingsInIt() throws IOException {
    Files.createDirectories(host.src);
    Files.writeString(host.src.resolve("thesis.tex"), "precious");
    Throwable thrown = catchThrowable(() -> host.builds.checkout(host.plans.plan()));
    assertThat(BuildHost.typeOf(thrown)).isEqualTo("CHECKOUT_NOT_OURS");
    assertThat(host.src.resolve("thesis.tex")).hasContent("precious");
  }

  @Test
  void followsABranchThatMoves() {
    BuildPlan branch = host.plans.ref("main");
    Source before = host.builds.checkout(branch);
    assertThat(host.builds.checkout(branch).receipt().outcome())
        .isEqualTo(Receipt.Outcome.ALREADY_SO);
    host.source.write(host.source.lotus, "news.txt", "news");
    String commit = host.source.commit(host.source.lotus, "third");
    host.source.publish();
    Source after = host.builds.checkout(branch);
    assertThat(after.commit()).isEqualTo(commit).isNotEqualTo(before.commit());
    assertThat(host.builds.checkout(host.plans.ref(commit)).commit()).isEqualTo(commit);
  }

  @Test
  void fetchesSubmodulesTooFromTheMirror() {
    BuildPlan plan = host.plans.mirrored("https://upstream.invalid/fil/lotus", host.server.uri());
    assertIsWhole(host.builds.checkout(plan));
    assertThat(host.server.asked).anyMatch(path -> path.startsWith("/filecoin-ffi/"));
  }

  @Test
  void saysThatThereIsNoRepository() {
    BuildPlan plan = Plans.in(folder.resolve("host"), host.server.uri() + "nothing", "v1").plan();
    assertThat(BuildHost.typeOf(catchThrowable(() -> host.builds.checkout(plan))))
        .isEqualTo("SOURCE_NOT_FOUND");
  }

  private void assertIsWhole(Source source) {
    assertThat(source.receipt().outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(source.commit())
        .isEqualTo(host.source.git(host.source.lotus, "rev-parse", "v1.36.2^{commit}"));
    assertThat(source.rustToolchain()).isEqualTo("1.94.0");
    assertThat(host.source.git(host.src, "status", "--porcelain")).isEmpty();
    assertThat(host.source.git(host.src, "fsck", "--connectivity-only")).isEmpty();
    assertThat(host.has(".*\\.lock|tmp_pack.*")).isFalse();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
