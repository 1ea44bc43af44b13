package io.lotusflow.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The stand-ins of Go and Rust, fetched and used as an install does it. */
class ToolchainTest {
  @RegisterExtension static final RehearsalExtension REHEARSAL = new RehearsalExtension();

  @TempDir Path folder;

  @Test
  void listsGoReleasesAsGoDoes() throws Exception {
    String list = fetch(REHEARSAL.site().goDownloads() + "?mode=json&include=all", "list.json");
    assertThat(list)
        .contains("\"version\": \"go1.25.7\"")
        .contains(
            "\"filename\": \"go1.25.7.linux-amd64.tar.gz\", \"os\": \"linux\", \"arch\": \"amd64\"");
  }

  @Test
  void unpacksAGoThatKnowsItsVersion() throws Exception {
    fetch(REHEARSAL.site().goDownloads() + "go1.25.7.linux-amd64.tar.gz", "go.tar.gz");
    assertThat(Shell.run(folder, Map.of(), "tar", "-xzf", "go.tar.gz").exit()).isZero();
    assertThat(Shell.run(folder, Map.of(), "go/bin/go", "version").output())
        .isEqualTo("go version go1.25.7 linux/amd64\n");
    assertThat(Shell.run(folder, Map.of(), "go/bin/go", "env", "GOROOT").output())
        .isEqualTo(folder.toRealPath().resolve("go") + "\n");
  }

  @Test
  void installsRustIntoTheHomesItIsGiven() throws Exception {
    fetch(REHEARSAL.site().rustupInit().toString(), "rustup-init");
    Shell install =
        rust(
            "sh",
            "rustup-init",
            "-y",
            "--no-modify-path",
            "--default-toolchain",
            "1.94.0",
            "--profile",
            "minimal");
    assertThat(install.exit()).as(install.output()).isZero();
    assertThat(rust("cargo/bin/rustup", "toolchain", "list").output())
        .isEqualTo("1.94.0-x86_64-unknown-linux-gnu\n");
    assertThat(folder.resolve("rustup/toolchains/1.94.0-x86_64-unknown-linux-gnu/bin/rustc"))
        .isExecutable();
    assertThat(rust("cargo/bin/cargo", "--version").output()).startsWith("cargo 1.94.0 ");
    assertThat(rust("cargo/bin/rustc", "--version").output()).startsWith("rustc 1.94.0 ");
    assertThat(rust("cargo/bin/rustc", "+1.93.0", "--version").output())
        .as("a toolchain that is missing is installed by its use")
        .contains("rustc 1.93.0 ");
    assertThat(folder.resolve("home")).isEmptyDirectory();
  }

  @Test
  void installsRustupAloneWhenAskedForNoToolchain() throws Exception {
    fetch(REHEARSAL.site().rustupInit().toString(), "rustup-init");
    rust("sh", "rustup-init", "-y", "--no-modify-path", "--default-toolchain", "none");
    assertThat(rust("cargo/bin/cargo", "--version").exit()).isEqualTo(1);
    assertThat(
            rust("cargo/bin/rustup", "toolchain", "install", "1.94.0", "--profile", "minimal")
                .exit())
        .isZero();
    assertThat(rust("cargo/bin/cargo", "+1.94.0", "--version").output())
        .startsWith("cargo 1.94.0 ");
  }

  private Shell rust(String... argv) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "RUSTUP_HOME", folder.resolve("rustup").toString(),
            "CARGO_HOME", folder.resolve("cargo").toString());
    return Shell.run(folder, environment, argv);
  }

  private String fetch(String uri, String name) throws Exception {
    Shell curl = Shell.run(folder, Map.of(), "curl", "-sS", "--fail", "-o", name, uri);
    assertThat(curl.exit()).as(curl.output()).isZero();
    return name.endsWith(".json") ? Files.readString(folder.resolve(name)) : "";
  }
}
