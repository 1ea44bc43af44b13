package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.Journal;
import io.lotusflow.upgrade.UpgradeNote.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version a rollback goes to, after all that went before. */
class UpgradeNotesTest {
  @TempDir Path folder;

  private UpgradeNotes notes() {
    return new UpgradeNotes(folder);
  }

  private static UpgradeNote note(String from, String to, State state) {
    return new UpgradeNote(
        state,
        from,
        "/opt/lotus/versions/" + from + "/bin",
        to,
        "/opt/lotus/versions/" + to + "/bin",
        Instant.parse("2026-01-02T03:04:05Z"),
        -1,
        "",
        "",
        100,
        Optional.empty(),
        30);
  }

  /** As a run notes it. */
  private void switched(String from, String to) {
    notes().write("n1", note(from, to, State.SWITCHING));
    notes().write("n1", note(from, to, State.DONE));
    notes().write("n1", note(from, to, State.DONE));
  }

  private List<String> ways(String inUse) {
    return notes().waysBack("n1", inUse).stream().map(UpgradeNote::from).toList();
  }

  @Test
  void aSecondRollbackGoesOneVersionFurtherBack() {
    assertThat(ways("1")).isEmpty();
    switched("1", "2");
    switched("2", "3");
    assertThat(ways("3")).containsExactly("2", "1");

    switched("3", "2");
    assertThat(ways("2")).containsExactly("1");
    switched("2", "1");
    assertThat(ways("1")).isEmpty();

    switched("1", "3");
    assertThat(ways("3")).as("forth again").containsExactly("1");
    assertThat(notes().all("n1")).hasSize(5);
  }

  @Test
  void whatTookItselfOutIsNoWayBack() {
    switched("1", "2");
    notes().write("n1", note("2", "3", State.SWITCHING));
    notes().write("n1", note("2", "3", State.ROLLED_BACK));
    assertThat(notes().of("n1").orElseThrow().state()).isEqualTo(State.ROLLED_BACK);
    assertThat(ways("2")).containsExactly("1");

    switched("2", "4");
    assertThat(ways("4")).containsExactly("2", "1");
  }

  /** Link and processes may be of either version. */
  @Test
  void oneThatWasCutOffIsBroughtToItsEndFirst() {
    switched("1", "2");
    notes().write("n1", note("2", "3", State.SWITCHING));
    assertThat(ways("2")).as("an upgrade, before the link").containsExactly("2", "1");
    assertThat(ways("3")).as("an upgrade, after the link").containsExactly("2", "1");

    switched("2", "3");
    notes().write("n1", note("3", "2", State.SWITCHING));
    assertThat(ways("3")).as("a rollback, before the link").containsExactly("2", "1");
    assertThat(ways("2")).as("a rollback, after the link").containsExactly("2", "1");
    notes().write("n1", note("3", "2", State.ROLLED_BACK));
    assertThat(ways("3")).as("a rollback that failed").containsExactly("2", "1");
  }

  @Test
  void knowsTheOneNoteOfOlderVersions() throws IOException {
    Files.writeString(
        folder.resolve("n1.json"),
        "{\"state\":\"DONE\",\"from\":\"1\",\"fromBin\":\"/a\",\"to\":\"2\",\"toBin\":\"/b\","
            + "\"at\":\"2026-01-02T03:04:05Z\",\"noWayBackFrom\":7,\"backup\":\"\"}");
    assertThat(ways("2")).containsExactly("1");
    switched("2", "3");
    assertThat(ways("3")).containsExactly("2", "1");
    assertThat(notes().waysBack("n1", "3").get(1).noWayBackFrom()).isEqualTo(7);
  }

  @Test
  void aLinkThatWasMovedByHandLeadsToNoWrongVersion() {
    switched("1", "2");
    assertThat(ways("9")).isEmpty();
    switched("9", "10");
    assertThat(ways("10")).containsExactly("9");
  }

  @Test
  void aWriteThatWasKilledInBetweenIsWrittenAgain() {
    switched("1", "2");
    notes().write("n1", note("2", "3", State.SWITCHING));
    // As if the newest had not been written any more.
    new Journal<>(folder.resolve("n1.json"), UpgradeNote.class).write(note("1", "2", State.DONE));
    assertThat(ways("2")).containsExactly("1");
    switched("2", "3");
    assertThat(ways("3")).containsExactly("2", "1");
  }
}
