package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside transcript 269, which only shows what is refused. */
class BackupTest {
  @TempDir static Path folder;

  @Test
  void offlineItNeedsARepositoryThatNobodyUses() throws Exception {
    Rig rig = new Rig(folder);
    Path repo = Files.createDirectories(folder.resolve("offline/datastore/metadata"));
    Path lotus = repo.getParent().getParent();
    Files.writeString(lotus.resolve("config.toml"), "");
    Files.createDirectories(lotus.resolve("keystore"));
    Files.writeString(repo.resolve("mpool"), "x".repeat(300));
    Path file = folder.resolve("meta.backup");

    Rig.Ended ended =
        rig.run(
            "LotusMain",
            Map.of("LOTUS_PATH", lotus.toString()),
            "backup",
            "--offline",
            file.toString());

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    byte[] bytes = Files.readAllBytes(file);
    int sum = bytes.length - 34;
    assertThat(bytes).startsWith(0x82, 0x9f, 0x82, 0x46, '/', 'm', 'p', 'o', 'o', 'l', 0x59);
    assertThat(Arrays.copyOfRange(bytes, sum + 2, bytes.length))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, 1, sum)));
    rig.close();
  }
}
