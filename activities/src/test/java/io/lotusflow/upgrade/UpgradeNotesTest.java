package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeNotesTest {

  private static final Instant AT = Instant.parse("2026-11-30T02:56:00Z");

  @TempDir Path folder;

  @Test
  void tellWhatWasNoted() {
    UpgradeNotes notes = new UpgradeNotes(folder);
    assertThat(notes.of("n1")).isEmpty();
    for (Optional<Instant> seen : List.of(Optional.of(AT), Optional.<Instant>empty())) {
      UpgradeNote note =
          new UpgradeNote(
              UpgradeNote.State.SWITCHING,
              "1.36.2+rehearsal",
              "/srv/lotus/opt/versions/1.36.2/bin",
              "1.36.3+rehearsal",
              "/srv/lotus/opt/versions/1.36.3/bin",
              AT,
              1_000_000,
              "/srv/lotus/backups/20261130-025600",
              "",
              281,
              seen,
              30);
      notes.write("n1", note);
      assertThat(notes.of("n1")).contains(note);
    }
  }

  @Test
  void readsNotesFromBeforeTheHeadWasNoted() throws Exception {
    Files.writeString(
        folder.resolve("n1.json"),
        """
        {"state": "DONE", "from": "1.36.1", "fromBin": "/a", "to": "1.36.2", "toBin": "/b",
         "at": "2026-11-30T02:56:00Z", "noWayBackFrom": -1, "backup": ""}
        """);
    UpgradeNote note = new UpgradeNotes(folder).of("n1").orElseThrow();
    assertThat(note.headSeen()).isEmpty();
    assertThat(note.blockDelaySeconds()).isZero();
  }
}
