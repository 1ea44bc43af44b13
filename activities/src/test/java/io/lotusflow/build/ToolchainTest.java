package io.lotusflow.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lotusflow.files.Sha256;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compilers from a site on loopback, on a machine that has none. */
class ToolchainTest {
  @TempDir Path folder;
  private FileServer server;
  private BuildPlan plan;

  @BeforeEach
  void serve() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site/go"));
    Path go = folder.resolve("make/go");
    Files.createDirectories(go.resolve("bin"));
    Files.writeString(go.resolve("VERSION"), "go1.25.9\n");
    Files.writeString(go.resolve("filling"), LotusSource.filling(400_000));
    script(go.resolve("bin/go"), "echo go version go1.25.9 linux/amd64");
    String archive = "go1.25.9.linux-amd64.tar.gz";
    new Programs()
        .run(
            Command.of(
                Duration.ofMinutes(1),
                "tar",
                "-czf",
                site.resolve(archive).toString(),
                "-C",
                folder.resolve("make").toString(),
                "go"));
    index(site, archive, Sha256.hex(site.resolve(archive)));
    server = new FileServer(folder.resolve("site"));
    plan =
        Plans.in(folder.resolve("host"), "x", "v1")
            .downloads(server.uri() + "go/", server.uri() + "rustup-init");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void unpacksTheNewestPatchOfTheLineAskedForAndOnlyOnce() {
    Toolchain go = provide("1.25.7");
    assertThat(go.version()).isEqualTo("1.25.9");
    assertThat(Path.of(go.bin(), "go")).isExecutable();
    assertThat(provide("1.25.7").receipt().outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  @Test
  void resumesADownloadThatWasCut() {
    server.cut = "tar.gz";
    assertThat(BuildHost.typeOf(catchThrowable(() -> provide("1.25.7"))))
        .isEqualTo("DOWNLOAD_FAILED");
    Path part = folder.resolve("host/toolchain/go1.25.9.linux-amd64.tar.gz.part");
    assertThat(part).isNotEmptyFile();
    server.cut = "";
    assertThat(provide("1.25.7").receipt().outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(part).doesNotExist();
  }

  @Test
  void throwsAwayWhatHasAnotherChecksum() throws IOException {
    index(folder.resolve("site/go"), "go1.25.9.linux-amd64.tar.gz", "0".repeat(64));
    assertThat(BuildHost.typeOf(catchThrowable(() -> provide("1.25.7"))))
        .isEqualTo("DOWNLOAD_CORRUPT");
    assertThat(folder.resolve("host/toolchain")).isEmptyDirectory();
  }

  @Test
  void namesTheListThatHasNoneNewEnough() {
    assertThat(BuildHost.typeOf(catchThrowable(() -> provide("1.26.0"))))
        .isEqualTo("GO_NOT_OFFERED");
  }

  @Test
  void keepsOldSourcesToTheirLine() {
    assertThat(GoVersion.parse("1.25.9").suffices(GoVersion.parse("1.14"))).isFalse();
    assertThat(GoVersion.parse("1.14.15").suffices(GoVersion.parse("1.14"))).isTrue();
    assertThat(GoVersion.parse("1.26.1").suffices(GoVersion.parse("1.25.7"))).isTrue();
  }

  @Test
  void putsTheRegistryWhereCargoLooksAndLeavesAnOldCargoAlone() throws IOException {
    RustHomes homes = new RustHomes(folder.resolve("rust"));
    homes.configureCargo(Plans.access(Map.of(), "sparse+https://mirror.example/"), "1.94.0");
    Path config = folder.resolve("rust/cargo/config.toml");
    assertThat(config).content().contains("registry = \"sparse+https://mirror.example/\"");
    homes.configureCargo(Plans.access(Map.of(), "sparse+https://mirror.example/"), "1.43.1");
    assertThat(config).isEmptyFile();
  }

  @Test
  void installsRustIntoItsOwnFolderOnce() throws IOException {
    Path init = folder.resolve("site/rustup-init");
    script(
        init,
        """
        bin=$RUSTUP_HOME/toolchains/$6-x86_64-unknown-linux-gnu/bin
        mkdir -p "$bin" "$CARGO_HOME/bin"
        for p in "$bin/rustc" "$bin/cargo" "$CARGO_HOME/bin/rustup"; do : > "$p"; chmod +x "$p"; done
        """);
    Files.writeString(
        folder.resolve("site/rustup-init.sha256"), Sha256.hex(init) + " *rustup-init\n");
    try (BuildHost host = new BuildHost(folder)) {
      Source source = new Source(Receipt.alreadySo(""), "c", "1.25.7", "1.2.3");
      Toolchain rust = host.builds.provideRust(plan, source);
      assertThat(rust.receipt().outcome()).isEqualTo(Receipt.Outcome.DONE);
      assertThat(rust.bin()).isEqualTo(plan.toolchain().folder() + "/cargo/bin");
      assertThat(host.builds.provideRust(plan, source).receipt().outcome())
          .isEqualTo(Receipt.Outcome.ALREADY_SO);
    }
  }

  private Toolchain provide(String minimum) {
    return new GoToolchain(plan, new Programs(), new Compilers(""), () -> {})
        .provide(minimum, false);
  }

  private static void index(Path site, String archive, String sha256) throws IOException {
    Files.writeString(
        site.resolve("index.json"),
        """
        [{"version":"go1.26rc1","stable":false,"files":[]},
         {"version":"go1.25.9","stable":true,"files":[
          {"filename":"%s","os":"linux","arch":"amd64","kind":"archive","sha256":"%s"}]},
         {"version":"go1.25.7","stable":true,"files":[
          {"filename":"go1.25.7.linux-amd64.tar.gz","os":"linux","arch":"amd64","kind":"archive","sha256":"1"}]}]
        """
            .formatted(archive, sha256));
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
