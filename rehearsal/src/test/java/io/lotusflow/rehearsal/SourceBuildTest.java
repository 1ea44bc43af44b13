package io.lotusflow.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One checkout, built as an operator's install builds it: with git, make and the stand-in Go. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SourceBuildTest {
  @RegisterExtension static final RehearsalExtension REHEARSAL = new RehearsalExtension();

  @TempDir static Path folder;

  private static Path checkout;
  private static Map<String, String> environment;

  @BeforeAll
  static void clonesWithSubmodules() throws Exception {
    checkout = folder.resolve("lotus");
    String source = REHEARSAL.site().source().toString();
    Shell clone =
        Shell.run(
            folder,
            Map.of(),
            "git",
            "clone",
            "-q",
            "--branch",
            "v1.36.2",
            "--recurse-submodules",
            source,
            "lotus");
    assertThat(clone.exit()).as(clone.output()).isZero();
    Path go = Files.createDirectories(folder.resolve("bin")).resolve("go");
    Files.writeString(go, "#!/bin/sh\necho go version go${GO_IS:-1.25.7} linux/amd64\n");
    Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment = Map.of("PATH", go.getParent() + ":" + System.getenv("PATH"));
  }

  @AfterEach
  void clearsFaults() {
    REHEARSAL.rehearsal().faults().clearAll();
  }

  @Test
  @Order(1)
  void refusesAnOldGo() throws Exception {
    Shell make =
        Shell.run(
            checkout, Map.of("PATH", environment.get("PATH"), "GO_IS", "1.24.13"), "make", "deps");
    assertThat(make.exit()).isEqualTo(2);
    assertThat(make.output()).contains("Update Golang to version to at least 1.25.7");
  }

  @Test
  @Order(2)
  void stopsInTheMiddleWhenMakeIsToFail() throws Exception {
    REHEARSAL.rehearsal().faults().set(Fault.MAKE_FAIL, "");
    Shell make = make("clean", "deps", "all");
    assertThat(make.exit()).isEqualTo(2);
    assertThat(make.output())
        .contains("rehearsal/suite/")
        .contains("make-fail")
        .contains("Error 1");
    assertThat(checkout.resolve("lotus")).doesNotExist();
  }

  @Test
  @Order(3)
  void goesOnWhereAFailedBuildStopped() throws Exception {
    Shell make = make("all");
    assertThat(make.exit()).as(make.output()).isZero();
    assertThat(checkout.resolve("lotus")).isExecutable();
    assertThat(checkout.resolve("lotus-miner")).isExecutable();
    assertThat(checkout.resolve("lotus-worker")).isExecutable();
    assertThat(checkout.resolve("lotus-bench")).doesNotExist();
    assertThat(Shell.run(checkout, Map.of(), "git", "status", "--porcelain").output()).isEmpty();
  }

  @Test
  @Order(4)
  void hasNothingToDoTheSecondTime() throws Exception {
    FileTime built = Files.getLastModifiedTime(checkout.resolve("lotus"));
    assertThat(make("all").output())
        .doesNotContain("built lotus")
        .doesNotContain("rehearsal/suite");
    assertThat(Files.getLastModifiedTime(checkout.resolve("lotus"))).isEqualTo(built);
  }

  @Test
  @Order(5)
  void buildsABinaryThatRunsFromAnywhere() throws Exception {
    Path moved = folder.resolve("opt/bin/lotus");
    Files.createDirectories(moved.getParent());
    Files.copy(checkout.resolve("lotus"), moved, StandardCopyOption.COPY_ATTRIBUTES);
    Shell first = Shell.run(folder, Map.of(), moved.toString(), "--version");
    Shell again = Shell.run(folder, Map.of(), moved.toString(), "--version");
    assertThat(first.exit()).isZero();
    assertThat(first.output()).startsWith("lotus version ");
    assertThat(again).isEqualTo(first);
  }

  @Test
  @Order(6)
  void buildsTheToolsByName() throws Exception {
    Shell make = make("lotus-bench", "lotus-shed", "lotus-stats");
    assertThat(make.exit()).as(make.output()).isZero();
    assertThat(Shell.run(checkout, Map.of(), "./lotus-shed", "--version").output())
        .startsWith("lotus-shed version v1.36.2+rehearsal+git.");
  }

  @Test
  @Order(7)
  void hangsInTheMiddleWhenToldSo() throws Exception {
    make("clean");
    REHEARSAL.rehearsal().faults().set(Fault.MAKE_HANG, "");
    Path output = folder.resolve("hang.log");
    Process make = Shell.start(checkout, environment, output, "make", "all");
    Awaitility.await().until(() -> Files.readString(output).contains("rehearsal/suite"));
    Awaitility.await().during(Duration.ofMillis(500)).until(make::isAlive);
    assertThat(checkout.resolve("lotus")).doesNotExist();
    REHEARSAL.rehearsal().faults().clearAll();
    assertThat(make.waitFor()).as(Files.readString(output)).isZero();
  }

  @Test
  @Order(8)
  void goesOnWhereAKilledBuildWas() throws Exception {
    make("clean");
    Path output = folder.resolve("killed.log");
    Map<String, String> slow =
        Map.of("PATH", environment.get("PATH"), "REHEARSAL_BUILD_SECONDS", "20");
    Process make = Shell.start(checkout, slow, output, "make", "all");
    Awaitility.await().until(() -> Files.readString(output).contains("rehearsal/suite"));
    Stream.concat(Stream.of(make.toHandle()), make.descendants().toList().stream())
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(make.waitFor()).isNotZero();
    Shell again = make("all");
    assertThat(again.exit()).as(again.output()).isZero();
    assertThat(again.output()).contains("rehearsal/suite").contains("built lotus-worker");
  }

  private static Shell make(String... targets) throws Exception {
    String[] argv = new String[targets.length + 1];
    argv[0] = "make";
    System.arraycopy(targets, 0, argv, 1, targets.length);
    return Shell.run(checkout, environment, argv);
  }
}
