package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.Release;
import io.lotusflow.build.Releases;
import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.lotus.Network;
import io.lotusflow.messages.Language;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.process.Programs;
import io.lotusflow.rehearsal.source.Baked;
import io.lotusflow.rehearsal.source.SourceRepository;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release says of itself, read from the rehearsal's sources with a real git. */
class ReleasesTest {

  @TempDir static Path folder;
  private static Path sources;

  @BeforeAll
  static void writeSources() throws Exception {
    sources = folder.resolve("git");
    Path genesis = Files.write(folder.resolve("genesis.car"), new byte[] {1});
    new SourceRepository(sources)
        .write(
            new Baked(
                folder,
                Path.of(System.getProperty("java.home")),
                "/ip4/127.0.0.1/tcp/1",
                Duration.ofSeconds(2),
                genesis,
                "{}"));
  }

  private static Releases releases() {
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, true);
    BuildPlan plan =
        new BuildPlan(
            scope,
            Network.REHEARSAL,
            sources.resolve("lotus.git").toString(),
            "v1.36.3",
            folder.resolve("checkout").toString(),
            folder.resolve("opt").toString(),
            "",
            "all",
            List.of(),
            BuildPlan.FfiBuild.AUTO,
            BuildPlan.Gpu.NONE,
            Map.of(),
            new ToolchainPlan(false, "", "", ""),
            new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), ""));
    return new Releases(plan, new Programs(), folder.resolve("cache"), () -> {});
  }

  @Test
  void saysWhatItNeedsAndChangesWithoutACheckout() {
    Release next = releases().fetched("v1.36.3");

    assertThat(next.goMinimum()).isEqualTo("1.25.7");
    assertThat(next.rustToolchain()).isEqualTo("1.94.0");
    assertThat(next.upgradeHeights(Network.REHEARSAL)).containsEntry("Curtain", 1_000_000L);
    assertThat(next.apiVersions()).containsEntry("FullAPIVersion1", "2.3.0");
    assertThat(next.daemonDefaults().orElseThrow()).contains("ListenAddresses");
    assertThat(next.minerDefaults().orElseThrow()).contains("MaxSealingSectors");
    assertThat(releases().fetched("v1.36.2").upgradeHeights(Network.REHEARSAL)).isEmpty();
    assertThat(folder.resolve("checkout")).doesNotExist();
  }

  @Test
  void showsWhichKeyAReleaseHasLost() {
    assertThat(releases().fetched("v1.36.4-lost-key").daemonDefaults().orElseThrow())
        .doesNotContain("ListenAddresses");
  }

  @Test
  void namesTheNearestTagsOfOneThatDoesNotExist() {
    assertThatThrownBy(() -> releases().fetched("v1.36.33")).hasMessageContaining("v1.36.3");
  }

  @Test
  void knowsNothingOfACheckoutThatIsNotThere() {
    assertThat(releases().inCheckout("v1.36.2")).isEmpty();
  }
}
