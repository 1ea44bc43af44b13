package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a move to another server goes on. Nobody is asked: neither server runs. */
class MoveUnderwayTest {

  @TempDir Path home;

  @BeforeEach
  void aMoveThatHasCopied() throws IOException {
    Files.writeString(
        home.resolve("server-move.json"),
        """
        {"id":"1","phase":"COPYING","from":"127.0.0.1:1/default","to":"127.0.0.1:2/default",
         "schedules":[{"id":"sync/n1","paused":false,"note":"","next":null}],
         "at":"2026-11-30T02:00:00Z"}
        """);
    Files.writeString(home.resolve("server-move.toml"), named());
  }

  private static String named() {
    return "[profile.default]\naddress = \"127.0.0.1:2\"\n";
  }

  /** The new server's schedules would be taken for the old one's. */
  @Test
  void neitherGoesOnNorIsTakenBackWhereSomebodyNamedTheNewServer() throws IOException {
    Path early = Files.writeString(home.resolve("temporal.toml"), named());
    for (String[] words : new String[][] {{"migrate-server", "--give-up"}, {"migrate-server"}}) {
      Cli said = Cli.call(home, words);
      assertThat(said.exit()).as(said.err()).isEqualTo(Exit.REFUSED);
      assertThat(said.err()).contains(early.toString(), "127.0.0.1:2");
      assertThat(home.resolve("server-move.json")).exists();
      assertThat(home.resolve("server-move.toml")).exists();
    }
  }

  @Test
  void nobodyElseChangesSchedules() {
    for (String word : new String[] {"delete", "pause", "resume", "trigger"}) {
      Cli said = Cli.call(home, "schedule", word, "sync/n1", "--yes");
      assertThat(said.exit()).as(word + said.err()).isEqualTo(Exit.REFUSED);
      assertThat(said.err()).contains("migrate-server --give-up");
    }
  }
}
