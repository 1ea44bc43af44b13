package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder;

  record Entry(String what) {}

  @Test
  void takesAwayWhatAKilledWriterLeft() throws IOException, InterruptedException {
    Path file = folder.resolve("wallets.json");
    Path dead = folder.resolve(".wallets.json." + endedProcess() + "-123.draft");
    Path living = folder.resolve(".wallets.json." + ProcessHandle.current().pid() + "-4.draft");
    Files.writeString(dead, "{\"wh");
    Files.writeString(living, "{\"wh");

    Journal<Entry> journal = new Journal<>(file, Entry.class);
    journal.write(new Entry("made"));

    assertThat(journal.read()).contains(new Entry("made"));
    assertThat(folder).isDirectoryNotContaining(path -> path.equals(dead));
    assertThat(living).exists();
  }

  private static long endedProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }
}
