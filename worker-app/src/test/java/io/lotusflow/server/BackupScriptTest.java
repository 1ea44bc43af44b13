package io.lotusflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/temporal/backup.sh}, with a copying program that waits in the middle. */
class BackupScriptTest {

  @TempDir Path folder;

  @Test
  void twoAtOnceDoNotFileAHalfMadeOne() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path copy =
        Files.writeString(
            programs.resolve("pg_basebackup"),
            """
            #!/bin/sh
            to=${1#--pgdata=}
            mkdir "$to" && : >"$to/first"
            until [ -e "%s/go" ]; do sleep 0.05; done
            : >"$to/last"
            """
                .formatted(folder));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Path backups = folder.resolve("backups");
    Process first = backup(programs, backups);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(backups.resolve(".unfinished/first")));

    Process second = backup(programs, backups);
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(75);
    Files.createFile(folder.resolve("go"));

    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isZero();
    try (Stream<Path> made = Files.list(backups)) {
      List<Path> whole = made.filter(name -> !name.getFileName().startsWith(".lock")).toList();
      assertThat(whole).hasSize(1);
      assertThat(whole.get(0).resolve("first")).exists();
      assertThat(whole.get(0).resolve("last")).exists();
    }
  }

  private static Process backup(Path programs, Path backups) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "../deploy/temporal/backup.sh", backups.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().merge("PATH", programs.toString(), (path, ours) -> ours + ':' + path);
    return builder.start();
  }
}
